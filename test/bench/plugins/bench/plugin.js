// What the bench has a plugin do: many operations at once.
const sysUpTime = '1.3.6.1.2.1.1.3.0';

async function many(count, atOnce, ask) {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { state: 'ok', summary: `${count} answers`, items: [], metrics: [] };
}

const device = {
  kind: 'switch', name: 'bench', vendor: null, model: null, os: null, version: null, serial: 'bench-1', keys: [{ type: 'serial', value: 'bench-1' }], confidence: 100,
};
const discovery = { identify: async () => device, inspect: async () => ({ ...device, interfaces: [], neighbours: [], addresses: [] }) };

const checks = new Map([
  ['gets', ({ snmp, settings }) => many(settings.count, settings.atOnce, () => snmp.get([sysUpTime]))],
  ['calls', ({ icmp, settings }) => many(settings.count, settings.atOnce, () => icmp.ping())],
]);

export default { name: 'jackfield-plugin-bench', version: '1.0.0', implementations: { discovery: new Map([['agent', discovery]]), checks, resources: new Map(), watchers: new Map() } };
