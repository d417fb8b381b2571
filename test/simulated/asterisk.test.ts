import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators, type Simulators } from '@jackfield/sdk/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import { freeTcpPort } from '../real/daemon.ts';
import { startRealHost, type RealHost } from '../real/real-host.ts';

const address = '127.0.74.2';
const ownFile = '/etc/asterisk/pjsip_jackfield.conf';
const password = 'Tulip-garden-42';

let folder: string;
let simulators: Simulators;
let host: RealHost;

// The PBX is simulated: Debian 12 has no Asterisk. Everything else is the whole host.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-pbx-'));
  const phones = ['127.0.74.1', '203.0.113.9'].map((at) => ({ aor: '1001', uri: `sip:1001@${at}:5060`, userAgent: 'Yealink SIP-T46S 66.84.0.15 001565abcdef' }));
  const [ami, ssh] = [await freeTcpPort(address), await freeTcpPort(address)];
  const pjsip = '[transport-udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n[1001]\ntype=endpoint\ncontext=internal\naors=1001\n[1001]\ntype=aor\nmax_contacts=2\n#tryinclude pjsip_jackfield.conf\n';
  const bases = Object.fromEntries(['queues', 'voicemail', 'extensions'].map((base) => [`/etc/asterisk/${base}.conf`, `[general]\n#tryinclude ${base}_jackfield.conf\n`]));
  await writeFile(join(folder, 'simulators.yaml'), stringify({
    devices: [{
      title: 'pbx', address, files: { '/etc/asterisk/pjsip.conf': pjsip, '/srv/provisioning/README.txt': '', ...bases },
      ami: { port: ami, asterisk: { version: '22.5.2', systemName: 'pbx', uptime: '20d', phones: [...phones, { aor: '3001', uri: 'sip:3001@192.0.2.31' }], phonesReturn: '1s', users: [{ name: 'jackfield', secret: 'orchard' }] } },
      ssh: { port: ssh, users: [{ name: 'jackfield', password: 'orchard' }] },
    }],
  }));
  simulators = await startSimulators(join(folder, 'simulators.yaml'));
  host = await startRealHost({
    networks: ['127.0.74.0/30'],
    plugins: { asterisk: { enabled: true, grant: 'write' } },
    credentials: { pbx: { kind: 'ami', user: 'jackfield', secret: { plain: 'orchard' } }, shell: { kind: 'ssh', user: 'jackfield', password: { plain: 'orchard' } } },
    transports: { ami: { port: ami, credentials: 'pbx' }, ssh: { port: ssh, credentials: 'shell' } },
  });
  await host.services.discovery.run({});
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
  await simulators[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const device = () => host.services.inventory.devices()[0];
const pbx = () => simulators.devices.get(address);
const push = (spec: object) => host.push('A phone desk', [{ device: device()?.name, resource: 'asterisk/endpoint', spec }]);
const text = (): string | null => pbx()?.files.text(ownFile) ?? null;

test('the PBX is found and checked', async () => {
  expect(device()).toMatchObject({ kind: 'pbx', os: 'Asterisk', version: '22.5.2', plugins: [{ id: 'asterisk' }] });
  const statuses = await host.services.health.checkNow(device()?.id ?? '');
  expect(statuses.map(({ check, code }) => [check, code]).sort()).toEqual(['call', 'callSuccess', 'calls', 'core', 'endpoints', 'queues', 'security', 'tollFraud', 'trunk-options', 'trunks', 'voicemail'].map((check) => [check, null]));
});

test('its phones are devices too, those in the networks of the site', () => {
  expect(host.services.inventory.devices().slice(1)).toMatchObject([{
    kind: 'phone', name: '1001', address: '127.0.74.1', vendor: 'Yealink', model: 'T46S', version: '66.84.0.15', keys: [{ type: 'mac', value: '00:15:65:ab:cd:ef' }, {}], attachedTo: { device: device()?.id, as: '1001' },
  }]);
});

test('what Asterisk tells by itself has the check run that sees it', async () => {
  const { health } = host.services;
  const available = () => health.statuses({ device: device()?.id ?? '' }).find(({ check }) => check === 'endpoints')?.summary;
  const before = available();
  await vi.waitFor(() => {
    pbx()?.ami?.asterisk.phoneGoes('1001');
    pbx()?.ami?.asterisk.phoneGoes('1001');
    expect(available()).not.toBe(before);
  }, { timeout: 20_000, interval: 500 });
  expect(available()).toContain('1001 unavailable');
});

test('an endpoint is pushed and runs, and its undo takes it away; its password is nowhere but in the file', async () => {
  const change = await push({ name: '2001', password, context: 'internal', codecs: ['alaw'] });
  expect(change.state).toBe('kept');
  expect(text()).toContain(`password=${password}`);
  const told = JSON.stringify([change, await host.services.changes.list(), await host.services.audit.list()]);
  expect(told).not.toContain(password);
  expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
  expect(text() ?? '').not.toContain('2001');
});

test('a password is made in the vault, and the phone gets the same', async () => {
  const phone = (secret: object) => [
    { device: device()?.name, resource: 'asterisk/endpoint', spec: { name: '2007', context: 'internal', codecs: ['alaw'], password: secret } },
    { device: device()?.name, resource: 'asterisk/provisioning', spec: { file: '0004f2002007.cfg', content: 'secret = {{password}}\n', secrets: { password: { vault: 'phone-2007' } } } },
  ];
  await expect(host.push('A phone', phone({ vault: 'phone-2007' }))).rejects.toThrow('the vault has no phone-2007 (JF6045)');
  const change = await host.push('A phone', phone({ vault: 'phone-2007', generate: 'password' }));
  expect(change.state).toBe('kept');
  const made = /password=([A-Za-z0-9]{24})\n/.exec(text()?.split('[2007]')[2] ?? '')?.[1];
  expect(pbx()?.files.text('/srv/provisioning/0004f2002007.cfg')).toBe(`secret = ${made ?? 'none'}\n`);
  expect(await host.services.audit.list()).toContainEqual(expect.objectContaining({ action: 'vault.generate', person: 'ann', detail: expect.stringContaining('phone-2007') }));
  expect(JSON.stringify([change, await host.services.changes.list(), await host.services.audit.list()])).not.toContain(made);
  // Planned again, it is the same: nothing is left to do.
  const text2007 = stringify({ title: 'A phone', changes: phone({ vault: 'phone-2007', generate: 'password' }) });
  expect(await host.services.changes.plan({ text: text2007, file: 'change.yaml', person: 'ann' })).toMatchObject({ steps: [], unchanged: 2 });
});

test('phones whose password changes register again in a while: that is waited for as long as the change says, and no longer', async () => {
  expect((await push({ name: '3001', password, context: 'internal', codecs: ['alaw'] })).state).toBe('kept');
  await vi.waitFor(async () => expect((await host.services.health.checkNow(device()?.id ?? '')).find(({ check }) => check === 'endpoints')?.metrics).toContainEqual({ name: 'endpoints.available', value: 1 }), { timeout: 10_000, interval: 200 });
  const change = async (waves: object, secret: string) => {
    const health = { tolerate: [{ check: 'asterisk/endpoints', metric: 'endpoints.available', drop: 0 }] };
    const changes = [{ device: device()?.name, resource: 'asterisk/endpoint', spec: { name: '3001', password: secret } }];
    const plan = await host.services.changes.plan({ text: stringify({ title: 'A new password', waves, health, changes }), file: 'change.yaml', person: 'ann' });
    return host.services.changes.apply({ plan, person: 'ann' });
  };
  expect(await change({ sizes: ['100%'], soak: '1ms' }, 'Tulip-garden-43')).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('endpoints.available was 1 and is 0') });
  expect(text()).toContain(`password=${password}`);
  await vi.waitFor(async () => expect((await host.services.health.checkNow(device()?.id ?? '')).find(({ check }) => check === 'endpoints')?.metrics).toContainEqual({ name: 'endpoints.available', value: 1 }), { timeout: 10_000, interval: 200 });
  expect(await change({ sizes: ['100%'], soak: '1ms', recovery: '2s' }, 'Tulip-garden-44')).toMatchObject({ state: 'kept' });
  expect((await push({ name: '3001', exists: false })).state).toBe('kept');
});

test('a desk with all that belongs to it is one change: kept as a whole, undone as a whole, and put back as a whole when one object is not taken', async () => {
  const desk = (codec: string) => [
    ['queue', { name: 'lettings', strategy: 'rrmemory', members: [{ interface: 'PJSIP/2008', name: 'Desk 8' }] }],
    ['mailbox', { number: '2008', name: 'Desk 8', pin: { vault: 'pin-2008', generate: 'pin' } }],
    ['dialplan', { context: 'lettings', extensions: [{ pattern: '2008', steps: ['Dial(PJSIP/2008,20)', 'VoiceMail(2008@default,u)'], hint: 'PJSIP/2008' }] }],
    ['trunk', { name: 'carrier', server: { host: '192.0.2.10' }, context: 'from-carrier', codecs: ['alaw'], addresses: ['192.0.2.10'] }],
    ['endpoint', { name: '2008', password, context: 'lettings', codecs: [codec], mailbox: '2008@default' }],
  ].map(([resource, spec]) => ({ device: device()?.name, resource: `asterisk/${String(resource)}`, spec }));
  const asterisk = pbx()?.ami?.asterisk;
  const running = () => [asterisk?.queues.some(({ name }) => name === 'lettings'), asterisk?.mailboxes.some(({ number }) => number === '2008'), asterisk?.dialplan.some(({ name }) => name === 'lettings'), asterisk?.objects.identify.has('carrier'), asterisk?.objects.endpoint.has('2008')];
  const none = Array.from({ length: 5 }, () => false);
  const refused = await host.push('A desk', desk('opus9'));
  expect(refused).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('reads back otherwise in running') });
  expect(running()).toEqual(none);
  const kept = await host.push('A desk', desk('alaw'));
  expect([kept.state, running()]).toEqual(['kept', none.map(() => true)]);
  expect(await host.services.changes.undo({ change: kept.id, person: 'ann' })).toMatchObject({ state: 'kept' });
  expect(running()).toEqual(none);
});

test('a PBX that says "reloaded" and does nothing is found out, and everything is put back', async () => {
  const before = text();
  const ami = pbx()?.ami ?? null;
  if (ami !== null) ami.faults.reloadLies = true;
  const change = await push({ name: '2002', password, context: 'internal', codecs: ['alaw'] });
  if (ami !== null) ami.faults.reloadLies = false;
  expect(change.state).toMatch(/^reverted-/);
  expect(text()).toBe(before);
});

test('the endpoints of Jackfield\'s own file are in the history without their passwords; a plan back keeps those that are there', async () => {
  const { history, drift } = host.services;
  const id = device()?.id ?? '';
  expect((await push({ name: '2003', password, context: 'internal', codecs: ['alaw'] })).state).toBe('kept');
  const { version: { version } } = await history.take(id, { person: 'ann' });
  const kept = JSON.stringify(await history.version(id, version));
  expect(kept).toContain('"title":"asterisk/endpoint 2003"');
  expect(kept).toContain('«secret»');
  expect(kept).not.toContain(password);

  expect((await push({ name: '2003', context: 'outside', password: 'Another-garden-43' })).state).toBe('kept');
  const { plan, leftOut } = await history.restore({ device: id, version, person: 'bob' });
  expect(plan.steps.map(({ resource, differences }) => [resource, differences.map(({ path }) => path)])).toEqual([['endpoint', ['configured.context', 'running.context']]]);
  expect(leftOut).toContainEqual({ title: 'asterisk/endpoint 2003', path: 'configured.password', reason: 'a secret is not kept: it stays as the device has it' });
  expect(await host.services.changes.apply({ plan, person: 'bob' })).toMatchObject({ state: 'kept' });
  expect(text()).toContain('context=internal');
  expect(text()).toContain('password=Another-garden-43');

  pbx()?.files.write(ownFile, (text() ?? '').replace('Another-garden-43', 'Stolen-garden-44'));
  const seen = (await drift.check({ filter: { device: id }, person: 'ann' })).filter(({ title }) => title.endsWith(' 2003'));
  expect(seen).toMatchObject([{ state: 'drifting', person: 'bob', differences: [{ path: 'configured.password', before: '«secret»', after: '«secret»' }] }]);
});
