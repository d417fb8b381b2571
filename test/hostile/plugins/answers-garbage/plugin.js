// Answers what no check may answer.
const attack = async () => ({ state: 'splendid', items: 7 });
export default { name: 'hostile', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map([['attack', attack]]), resources: new Map(), watchers: new Map() } };
