import { once } from 'node:events';
import { connect } from 'node:net';
import AsteriskManager from 'asterisk-manager';
import { expect, test, vi } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import type { AmiFaults } from './ami-faults.ts';
import { startAmiSimulator, type AmiSimulator } from './ami-simulator.ts';
import { Asterisk } from './asterisk.ts';

const endpoint = (name: string, more = ''): string => `[${name}]\ntype=endpoint\naors=${name}\n${more}\n[${name}]\ntype=aor\nmax_contacts=1\n`;

function small(): Asterisk {
  const files = new MemoryFiles({
    '/etc/asterisk/pjsip.conf': `${endpoint('100')}\n#include pjsip_site.conf\n`,
    '/etc/asterisk/pjsip_site.conf': endpoint('200', 'context=phones'),
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
  expect(await list({ garbage: true }, 'no message')).not.toContain('Response');
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
