// Writes a million log lines.
const fine = { state: 'ok', summary: 'done', items: [], metrics: [] };
const attack = async ({ log }) => { for (let i = 0; i < 1_000_000; i += 1) { log.info('line ' + i); if (i % 500 === 0) await new Promise((next) => setImmediate(next)); } return fine; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
