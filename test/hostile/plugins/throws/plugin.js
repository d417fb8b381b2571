// Throws at once, something that is no error.
const attack = async () => { throw { toString() { throw new Error('twice'); } }; };
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
