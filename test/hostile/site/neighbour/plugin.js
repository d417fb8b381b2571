// A plugin that behaves: each turn it asks its device, and leaves a sample.
const name = '1.3.6.1.2.1.1.5.0';

async function identify({ snmp }) {
  const [found] = await snmp.get([name]);
  const text = Buffer.from(found.value.value).toString();
  return { kind: 'appliance', name: text, vendor: 'Test', model: 'Neighbour', os: null, version: null, serial: text, keys: [{ type: 'serial', value: text }], confidence: 90 };
}

async function steady({ snmp }) {
  await snmp.get([name]);
  return { state: 'ok', summary: 'it answers', items: [], metrics: [{ name: 'answered', value: 1 }] };
}

const inspect = async (context) => ({ ...(await identify(context)), interfaces: [], neighbours: [], addresses: [] });
export default {
  name: 'neighbour', version: '1.0.0',
  implementations: { discovery: new Map([['neighbour', { identify, inspect }]]), checks: new Map([['steady', steady]]), resources: new Map(), watchers: new Map() },
};
