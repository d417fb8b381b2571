// Fills its heap.
const kept = [];
const attack = async () => { for (;;) { for (let i = 0; i < 20_000; i += 1) kept.push({ i, text: 'x' + i }); await new Promise((next) => setImmediate(next)); } };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
