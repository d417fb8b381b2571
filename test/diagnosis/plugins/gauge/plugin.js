// Weighs what others contribute; does what a setting says of mischief.
const name = '1.3.6.1.2.1.1.5.0';
const location = '1.3.6.1.2.1.1.6.0';

async function identify({ snmp }) {
  const [found] = await snmp.get([name]);
  const text = Buffer.from(found.value.value).toString();
  return { kind: 'appliance', name: text, vendor: 'Test', model: 'Gauge', os: null, version: null, serial: text, keys: [{ type: 'serial', value: text }], confidence: 90 };
}

async function level({ snmp, settings, points }) {
  await snmp.get([name]);
  const weight = points.weights.reduce((sum, one) => sum + one.weight, 0) * settings.factor;
  return { state: weight >= settings.limit ? 'critical' : 'ok', summary: `${weight} of ${settings.limit}`, items: [], metrics: [] };
}

function spin() {
  for (;;);
}

async function trick({ snmp, settings }) {
  await snmp.get([name]);
  const [where] = await snmp.get([location]);
  if (settings.trick === 'crash') throwLater();
  if (settings.trick === 'hang') spin();
  if (settings.trick === 'throw') throw new Error(`boom password=printed-secret-7 of ${Buffer.from(where.value.value).toString()}`);
  return { state: 'ok', summary: 'no mischief', items: [], metrics: [] };
}

function throwLater() {
  process.stderr.write('password=printed-secret-7\n');
  setImmediate(() => {
    throw new Error('the gauge broke');
  });
}

const inspect = async (context) => ({ ...(await identify(context)), interfaces: [], neighbours: [], addresses: [] });
export default {
  name: 'gauge', version: '1.0.0',
  implementations: {
    discovery: new Map([['gauge', { identify, inspect }]]),
    checks: new Map([['level', level], ['trick', async (context) => { const result = await trick(context); await new Promise((done) => setTimeout(done, 50)); return result; }]]),
    resources: new Map(), watchers: new Map(),
  },
};
