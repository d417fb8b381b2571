// Answers, and throws when nobody listens.
const fine = { state: 'ok', summary: 'done', items: [], metrics: [] };
const attack = async () => { setTimeout(() => { throw new Error('much later'); }, 20); return fine; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
