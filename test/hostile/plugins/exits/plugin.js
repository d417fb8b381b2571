// Ends its process in the middle of a call.
const attack = async () => process.exit(3);
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
