import { once } from 'node:events';
import { connect } from 'node:net';
import AsteriskManager from 'asterisk-manager';
import { expect, test, vi } from 'vitest';
import { FakeClock } from '../clock/index.ts';
import { MemoryFiles } from '../files/index.ts';
import type { AmiFaults } from './ami-faults.ts';
import { startAmiSimulator, type AmiSimulator } from './ami-simulator.ts';
import { Asterisk } from './asterisk.ts';

const endpoint = (name: string, more = ''): string => `[${name}]\ntype=endpoint\naors=${name}\n${more}\n[${name}]\ntype=aor\nmax_contacts=1\n`;

function small(): Asterisk {
  const files = new MemoryFiles({
    '/etc/asterisk/pjsip.conf': `${endpoint('100')}\n#include pjsip_site.conf\n`,
    '/etc/asterisk/pjsip_site.conf': endpoint('200', 'context=phones'),
    '/etc/asterisk/queues.conf': '[support]\nstrategy=linear\n',
  });
  return new Asterisk({ users: [{ name: 'jackfield', secret: 'secret' }], phones: [{ aor: '100', uri: 'sip:100@10.0.0.9:5060' }] }, files);
}

/** Sends actions after a login and collects until the text is there or the connection ends. */
async function talk({ address, port }: AmiSimulator, actions: string, until: string): Promise<string> {
  const socket = connect({ host: address, port, noDelay: true });
  let text = '';
  socket.on('data', (piece: Buffer) => (text += piece.toString('utf8')));
  socket.write(`Action: Login\r\nUsername: jackfield\r\nSecret: secret\r\nEvents: off\r\n\r\n${actions.replaceAll('\n', '\r\n')}\r\n\r\n`);
  const closed = once(socket, 'close').catch(() => undefined);
  await vi.waitFor(() => expect(text.includes(until) || socket.readableEnded).toBe(true));
  socket.destroy();
  await closed;
  return text;
}

const showEndpoint = async (simulator: AmiSimulator, name: string): Promise<string> =>
  talk(simulator, `Action: PJSIPShowEndpoint\nEndpoint: ${name}\nActionID: e`, 'ActionID: e\r\n');

/** What an independent client does: its answers come to callbacks, its events to listeners. */
test('asterisk-manager logs in, acts, and hears events', async () => {
  await using simulator = await startAmiSimulator({ asterisk: small() });
  const manager = new AsteriskManager(null, simulator.address, 'jackfield', 'secret', true);
  const connected = once(manager, 'connect');
  manager.connect(simulator.port, simulator.address);
  await connected;
  await new Promise<void>((done, reject) => {
    manager.login((error) => (error ? reject(new Error(JSON.stringify(error))) : done()));
  });
  const ask = (action: Record<string, string>): Promise<Record<string, string>> =>
    new Promise((done, reject) => manager.action(action, (error, response) => (error ? reject(new Error(JSON.stringify(error))) : done(response ?? {}))));
  expect(await ask({ action: 'ping' })).toMatchObject({ response: 'Success', ping: 'Pong' });
  expect(await ask({ action: 'coresettings' })).toMatchObject({ asteriskversion: '22.10.1' });
  const heard = once(manager, 'userevent');
  await ask({ action: 'userevent', userevent: 'Hello', text: 'Zoë' });
  expect((await heard)[0]).toMatchObject({ userevent: 'Hello', text: 'Zoë' });
  const listed = once(manager, 'endpointlist');
  expect(await ask({ action: 'pjsipshowendpoints' })).toMatchObject({ eventlist: 'start' });
  expect((await listed)[0]).toMatchObject({ objectname: '100', devicestate: 'Not in use' });
  const summary = once(manager, 'queuesummary');
  await ask({ action: 'queueadd', queue: 'support', interface: 'PJSIP/100', membername: 'Alice' });
  await ask({ action: 'queuesummary' });
  expect((await summary)[0]).toMatchObject({ queue: 'support', loggedin: '1', available: '1' });
  expect(await ask({ action: 'getconfig', filename: 'queues.conf' })).toMatchObject({ 'category-000000': 'support', 'line-000000-000000': 'strategy=linear' });
  await expect(ask({ action: 'createconfig', filename: 'queues.conf' })).rejects.toThrow('File exists');
  await expect(ask({ action: 'reload', module: 'nosuch.so' })).rejects.toThrow('No such module');
  const gone = once(manager, 'close');
  manager.disconnect();
  simulator.disconnectAll();
  await gone;
});

test('a reload reads the files again; what is wrong in them is left out without a word', async () => {
  const asterisk = small();
  await using simulator = await startAmiSimulator({ asterisk });
  const reload = (): Promise<string> => talk(simulator, 'Action: Reload\nModule: res_pjsip.so\nActionID: r', 'Module Reloaded');
  expect(await showEndpoint(simulator, '200')).toContain('Context: phones');
  const write = (content: string): void => asterisk.files.write('/etc/asterisk/pjsip_site.conf', content);
  write(`${endpoint('200', 'context=office')}${endpoint('201')}`);
  expect(await showEndpoint(simulator, '201')).toContain('Unable to retrieve endpoint 201');
  await reload();
  expect(await showEndpoint(simulator, '200')).toContain('Context: office');
  expect(await showEndpoint(simulator, '201')).toContain('ObjectName: 201');
  write(`${endpoint('200', 'context=broken\ndirect_media=perhaps')}${endpoint('202', 'no_such_option=1')}`);
  await reload();
  expect(await showEndpoint(simulator, '200')).toContain('Context: office');
  expect(await showEndpoint(simulator, '202')).toContain('Unable to retrieve');
  expect(await showEndpoint(simulator, '201')).toContain('Unable to retrieve');
  write(`${endpoint('200', 'context=a')}${endpoint('200', 'context=b')}${endpoint('203')}`);
  await reload();
  expect(await showEndpoint(simulator, '200')).toContain('Context: office');
  expect(await showEndpoint(simulator, '203')).toContain('Unable to retrieve');
  asterisk.files.remove('/etc/asterisk/pjsip_site.conf');
  await reload();
  expect(await showEndpoint(simulator, '200')).toContain('Context: office');
});

test('faults are there when they are asked for', async () => {
  await using simulator = await startAmiSimulator({ asterisk: small() });
  const list = async (faults: AmiFaults, until = 'EndpointListComplete'): Promise<string> => {
    simulator.faults = faults;
    return talk(simulator, 'Action: PJSIPShowEndpoints\nActionID: l\n\nAction: Ping\nActionID: p', until);
  };
  expect(await list({})).toContain('ListItems: 2');
  expect(await list({ listItemsLie: true })).toContain('ListItems: 3');
  const endless = await list({ listNeverEnds: true }, 'Pong');
  expect(endless).toContain('ObjectName: 200');
  expect(endless).not.toContain('EndpointListComplete');
  const cut = await list({ disconnectIn: 'PJSIPShowEndpoints' }, 'nothing');
  expect(cut).toContain('Event: EndpointList');
  expect(cut).not.toContain('Pong');
  expect(await list({ garbage: true }, 'Unknown')).not.toContain('EndpointList');
  expect(await list({ shuttingDown: true }, 'ActionID: p')).toContain('Asterisk is shutting down');
  simulator.asterisk.files.write('/etc/asterisk/pjsip_site.conf', endpoint('300'));
  simulator.faults = { reloadLies: true };
  expect(await talk(simulator, 'Action: Reload\nModule: res_pjsip.so', 'Reloaded')).toContain('Success');
  expect(await showEndpoint(simulator, '300')).toContain('Unable to retrieve');
});

test('a client that does not log in is refused after a while and shown the door', async () => {
  await using simulator = await startAmiSimulator({ asterisk: small(), refusalMs: 10 });
  const socket = connect({ host: simulator.address, port: simulator.port });
  let text = '';
  socket.on('data', (piece: Buffer) => (text += piece.toString()));
  socket.write('Action: Login\r\nUsername: jackfield\r\nSecret: wrong\r\n\r\n');
  await once(socket, 'close');
  expect(text).toContain('Authentication failed');
});

test('phones, registrations and callers come and go, which events and lists tell', async () => {
  const files = new MemoryFiles({
    '/etc/asterisk/pjsip.conf': `${endpoint('100')}\n[trunk]\ntype=registration\nserver_uri=sip:10.0.0.1\nclient_uri=sip:me@10.0.0.1\n`,
    '/etc/asterisk/queues.conf': '[support]\nmember => PJSIP/100,0,Alice\n',
  });
  const clock = new FakeClock();
  const asterisk = new Asterisk({ users: [{ name: 'jackfield', secret: 'secret' }] }, files, clock);
  await using simulator = await startAmiSimulator({ asterisk });
  const heard: string[] = [];
  using _events = asterisk.onEvent(({ lines }) => void heard.push(lines.map((line) => String(line[1])).join(' ')));
  const summary = (): Promise<string> => talk(simulator, 'Action: QueueSummary\nActionID: s', 'SummaryComplete');
  expect(await summary()).toMatch(/LoggedIn: 0\r\nAvailable: 0/);
  asterisk.phoneComes('100', 'sip:100@10.0.0.9');
  asterisk.callerJoins('support', { channel: 'PJSIP/200-00000001', number: '200', name: 'Bob' });
  await clock.advance(42_000);
  expect(await summary()).toMatch(/LoggedIn: 1\r\nAvailable: 1\r\nCallers: 1\r\n[^]*LongestHoldTime: 42/);
  asterisk.callerLeaves('support', 'PJSIP/200-00000001', { gaveUp: true });
  asterisk.phoneGoes('100');
  expect(await talk(simulator, 'Action: QueueStatus\nActionID: q', 'StatusComplete')).toMatch(/Calls: 0\r\n[^]*Abandoned: 1\r\n[^]*Status: 5/);
  asterisk.register('trunk', false);
  expect(await talk(simulator, 'Action: PJSIPShowRegistrationsOutbound\nActionID: r', 'DetailComplete')).toContain('Status: Unregistered');
  expect(heard.filter((text) => !text.startsWith('SuccessfulAuth')).map((text) => text.split(' ')[0])).toEqual([
    'ContactStatus', 'PeerStatus', 'DeviceStateChange', 'QueueMemberStatus', 'QueueCallerJoin', 'QueueCallerAbandon', 'QueueCallerLeave',
    'DeviceStateChange', 'QueueMemberStatus', 'PeerStatus', 'ContactStatus', 'Registry',
  ]);
});

test('a configuration is changed, its reload read, and a full disk changes nothing', async () => {
  const asterisk = small();
  await using simulator = await startAmiSimulator({ asterisk });
  const update = 'Action: UpdateConfig\nSrcFilename: pjsip.conf\nDstFilename: pjsip.conf\nReload: res_pjsip.so\nAction-000000: NewCat\nCat-000000: 300\nAction-000001: Append\nCat-000001: 300\nVar-000001: type\nValue-000001: endpoint\nActionID: u';
  const before = asterisk.files.text('/etc/asterisk/pjsip.conf');
  simulator.faults = { diskFull: true };
  expect(await talk(simulator, update, 'ActionID: u')).toContain('Save of config failed');
  expect(asterisk.files.text('/etc/asterisk/pjsip.conf')).toBe(before);
  simulator.faults = { reloadLies: true };
  expect(await talk(simulator, update, 'ActionID: u')).toContain('Response: Success\r\nActionID: u');
  expect(await showEndpoint(simulator, '300')).toContain('Unable to retrieve endpoint 300');
  simulator.faults = {};
  await talk(simulator, 'Action: Reload\nModule: res_pjsip.so', 'Module Reloaded');
  expect(await showEndpoint(simulator, '300')).toContain('ObjectName: 300');
});
