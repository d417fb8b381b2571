// Calls what a host of another time had in its contexts.
const check = async ({ snmp }) => ({ state: 'ok', summary: (await snmp.getMany(['1.3.6.1.2.1.1.5.0'])).join(), items: [], metrics: [] });
const implementations = { discovery: new Map(), checks: new Map([['name', check]]), resources: new Map(), watchers: new Map() };
export default { name: 'jackfield-plugin-breaks', version: '1.4.0', protocol: 1, sdk: '0.1.0', requires: [], implementations };
