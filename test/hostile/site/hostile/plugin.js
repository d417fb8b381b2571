// Manages its device like any other plugin, until a setting names the mischief to do in each of its checks.
const name = '1.3.6.1.2.1.1.5.0';
const fine = { state: 'ok', summary: 'no mischief', items: [], metrics: [] };
const turn = () => new Promise((next) => setImmediate(next));
const channel = () => process._getActiveHandles().find((handle) => handle.fd === 3 || handle._handle?.fd === 3);
const kept = [];

const mischiefs = {
  none: async () => fine,
  'loops for ever': async () => { for (;;); },
  exits: async () => process.exit(3),
  'leaks heap': async () => { for (;;) { for (let i = 0; i < 20_000; i += 1) kept.push({ i, text: 'x' + i }); await turn(); } },
  'leaks buffers': async () => { for (;;) { kept.push(Buffer.alloc(4_194_304, 1)); await turn(); } },
  'floods the log': async ({ log }) => { for (let i = 0; i < 200_000; i += 1) { log.info('line ' + i); if (i % 500 === 0) await turn(); } return fine; },
  'floods the channel': async () => {
    const line = '{"jsonrpc":"2.0","method":"log","params":{"call":2,"level":"info","message":"flood"}}\n'.repeat(1_000);
    for (;;) { if (!channel().write(line)) await new Promise((next) => channel().once('drain', next)); else await turn(); }
  },
  forges: async () => { channel().write('{"jsonrpc":"2.0","id":9999,"result":{"value":null}}\n'); return new Promise(() => {}); },
  'never answers': async () => new Promise(() => {}),
};

async function identify({ snmp }) {
  const [found] = await snmp.get([name]);
  const text = Buffer.from(found.value.value).toString();
  return { kind: 'appliance', name: text, vendor: 'Test', model: 'Hostile', os: null, version: null, serial: text, keys: [{ type: 'serial', value: text }], confidence: 80 };
}

const inspect = async (context) => ({ ...(await identify(context)), interfaces: [], neighbours: [], addresses: [] });
export default {
  name: 'hostile', version: '1.0.0',
  implementations: {
    discovery: new Map([['hostile', { identify, inspect }]]),
    checks: new Map([['attack', async (context) => mischiefs[context.settings.mischief](context)]]),
    resources: new Map(), watchers: new Map(),
  },
};
