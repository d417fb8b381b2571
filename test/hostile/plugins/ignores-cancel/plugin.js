// Works on after it was told to stop.
const attack = async () => { await new Promise((next) => setTimeout(next, 700)); return { state: 'ok', summary: 'late', items: [], metrics: [] }; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
