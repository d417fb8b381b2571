// Prints without end.
const attack = async () => { const text = `${'x'.repeat(99)}\n`.repeat(1_000); for (;;) { if (!process.stdout.write(text)) await new Promise((next) => process.stdout.once('drain', next)); } };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
