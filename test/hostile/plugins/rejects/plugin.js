// Answers, and leaves a promise to be rejected.
const fine = { state: 'ok', summary: 'done', items: [], metrics: [] };
const attack = async () => { setTimeout(() => void Promise.reject(new Error('unheard')), 20); return fine; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
