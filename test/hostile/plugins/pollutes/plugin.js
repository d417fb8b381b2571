// Answers with keys that would reach the prototype of a careless reader.
const attack = async () => JSON.parse('{"state":"ok","summary":"done","items":[],"metrics":[],"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
