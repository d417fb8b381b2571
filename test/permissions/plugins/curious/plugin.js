// Does what its settings tell it, with whatever transport its phase gave it.
const acts = {
  nothing: async () => 'nothing',
  get: ({ snmp }) => snmp.get(['1.3.6.1.2.1.1.5.0']),
  set: ({ snmp }) => snmp.set([{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('x') } }]),
  setSame: ({ snmp }) => snmp.set([{ oid: '1.3.6.1.2.1.1.5.0', value: { type: 'OctetString', value: Buffer.from('sw1') } }]),
  setElsewhere: ({ snmp }) => snmp.set([{ oid: '1.3.6.1.2.1.2.1.0', value: { type: 'Integer', value: 1 } }]),
  show: ({ ssh }) => ssh.exec('show', { what: 'a b' }),
  restart: ({ ssh }) => ssh.exec('restart'),
  unknownCommand: ({ ssh }) => ssh.exec('reboot'),
  gather: ({ ssh }) => ssh.script('gather', ['disk']),
  readFile: ({ ssh }) => ssh.readFile('/etc/hosts'),
  readShadow: ({ ssh }) => ssh.readFile('/root/.ssh/id_rsa'),
  writeFile: ({ ssh }) => ssh.writeFile('/etc/motd', Buffer.from('x')),
  reload: ({ ami }) => ami.write('Reload'),
  originate: ({ ami }) => ami.action('Originate'),
  ping: ({ icmp }) => icmp.ping(),
  http: ({ http }) => http.get('/'),
  tcp: ({ tcp }) => tcp.exchange(80),
  defaults: async ({ settings }) => JSON.stringify(settings),
};
const act = async (context) => String((await acts[context.settings.do](context)) ?? 'done').slice(0, 200);

const result = { state: 'ok', items: [], metrics: [] };
const check = async (context) => {
  if (context.settings.do === 'garbage') return { state: 'splendid' };
  if (context.settings.do === 'extra') return { ...result, summary: 'ok', password: 'x' };
  return { ...result, summary: await act(context) };
};
const thing = {
  read: async (context, key) => ({ name: key.name, did: await act(context) }),
  plan: async (_context, current, spec) => ({ ...current, name: spec.name }),
  probe: async (context) => void (await act(context)),
  apply: async (context) => void (await act(context)),
  restore: async (context) => void (await act(context)),
};
const any = { identify: async () => null, inspect: async () => null, save: async (context) => (await act(context)) === 'done' };
const listen = async ({ ami, emit, signal }) => {
  for await (const event of ami.events(['PeerStatus'], signal)) emit({ name: 'peer', summary: event.headers[0][1], hints: ['ask'] });
};
// A message is done when the other side has it; all else the host tries again.
const page = async (context) => {
  if (context.settings.do !== 'nothing') return void (await act(context));
  const { http, message, to, device } = context;
  await http.send('POST', '/pages', { id: message.id, text: message.title, of: message.incidents.map(({ deviceName }) => deviceName), to, via: device.name });
};
export default {
  name: 'jackfield-plugin-curious', version: '1.4.0',
  implementations: { discovery: new Map([['any', any]]), checks: new Map([['ask', check]]), resources: new Map([['thing', thing]]), watchers: new Map([['listen', listen]]), notifiers: new Map([['page', page]]) },
};
