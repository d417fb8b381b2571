// What the bench has a plugin do: many operations at once, and a look at the ports of a switch.
const sysUpTime = '1.3.6.1.2.1.1.3.0';
const columns = {
  name: '1.3.6.1.2.1.31.1.1.1.1', alias: '1.3.6.1.2.1.31.1.1.1.18', admin: '1.3.6.1.2.1.2.2.1.7', oper: '1.3.6.1.2.1.2.2.1.8', speed: '1.3.6.1.2.1.31.1.1.1.15',
  'port.in.octets': '1.3.6.1.2.1.31.1.1.1.6', 'port.out.octets': '1.3.6.1.2.1.31.1.1.1.10', 'port.in.errors': '1.3.6.1.2.1.2.2.1.14', 'port.out.errors': '1.3.6.1.2.1.2.2.1.20',
};
const counters = ['port.in.octets', 'port.out.octets', 'port.in.errors', 'port.out.errors'];

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

async function ports({ snmp }) {
  const items = (await snmp.table(columns)).map(({ index, cells }) => {
    const up = cells.oper?.value === 1;
    return {
      name: cells.name?.value.length > 0 ? Buffer.from(cells.name.value).toString() : index,
      state: cells.admin?.value === 1 && !up ? 'critical' : 'ok',
      summary: `${up ? 'up' : 'down'} at ${cells.speed?.value} Mbit/s ${Buffer.from(cells.alias?.value ?? '').toString()}`,
      metrics: counters.map((name) => ({ name, value: Number(cells[name]?.value ?? 0) })),
    };
  });
  return { state: 'ok', summary: `${items.length} ports`, items, metrics: [] };
}

const device = {
  kind: 'switch', name: 'bench', vendor: null, model: null, os: null, version: null, serial: 'bench-1', keys: [{ type: 'serial', value: 'bench-1' }], confidence: 100,
};
const discovery = { identify: async () => device, inspect: async () => ({ ...device, interfaces: [], neighbours: [], addresses: [] }) };

const checks = new Map([
  ['gets', ({ snmp, settings }) => many(settings.count, settings.atOnce, () => snmp.get([sysUpTime]))],
  ['calls', ({ icmp, settings }) => many(settings.count, settings.atOnce, () => icmp.ping())],
  ['ports', ports],
]);

export default { name: 'jackfield-plugin-bench', version: '1.0.0', implementations: { discovery: new Map([['agent', discovery]]), checks, resources: new Map(), watchers: new Map() } };
