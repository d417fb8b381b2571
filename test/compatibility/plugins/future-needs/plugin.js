// Built from a manifest that requires what this host cannot do; its package.json is of another build.
const implementations = { discovery: new Map(), checks: new Map([['name', async () => ({ state: 'ok', summary: '', items: [], metrics: [] })]]), resources: new Map(), watchers: new Map() };
export default { name: 'jackfield-plugin-future-needs', version: '1.0.0', protocol: 1, sdk: '0.9.0', requires: ['snmp', 'netconf'], implementations };
