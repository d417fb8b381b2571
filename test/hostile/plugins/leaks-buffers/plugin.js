// Fills memory that the heap cap does not count.
const kept = [];
const attack = async () => { for (;;) { kept.push(Buffer.alloc(4_194_304, 1)); await new Promise((next) => setTimeout(next, 20)); } };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
