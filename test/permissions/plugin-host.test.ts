import { join } from 'node:path';
import type { Notice } from '@jackfield/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAudit, accessMigrations, type Audit } from '../../core/src/access/index.ts';
import { createHostEvents, listen, type HostEvents } from '../../core/src/events/index.ts';
import { readCatalogue, SandboxedPluginHost, type CallTarget, type Lease } from '../../core/src/plugins/index.ts';
import type { Configuration, Enablement } from '../../core/src/sites/index.ts';
import { MemoryStore } from '../../core/src/testing/index.ts';
import type { TransportRequest, Transports } from '../../core/src/transports/index.ts';

const device: CallTarget = { id: 'dev-1', name: 'sw1', site: 'leeds', address: '10.0.0.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };
const lease: Lease = { change: 'c1', device: 'dev-1', token: 1 };
const daemon: Configuration['daemon'] = {
  stateDirectory: '', socket: '', listen: { address: '127.0.0.1', port: 9_410 }, publicUrl: null, oidc: null, passwords: 'always', plugins: [], logLevel: 'info',
  traps: null, simulators: null, retention: { samplesDays: 7, rollupsDays: 400, resultsDays: 100 },
};
const unused = (): never => {
  throw new Error('not used here');
};

let settings: Record<string, string | number>;
let enablement: Enablement;
let siteOfAddress: string | null;
let performed: TransportRequest[];
let events: HostEvents;
let audit: Audit;
let host: SandboxedPluginHost;

const transports: Transports = {
  async perform(request) {
    performed.push(request);
    return request.operation.op.startsWith('snmp.get') ? '[["1.3.6.1.2.1.1.5.0","OctetString","sw1"]]' : 'null';
  },
  async *subscribe(_request, signal) {
    yield JSON.stringify({ headers: [['Event', 'PeerStatus']] });
    await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  },
  receiveTraps: unused, renew: async () => undefined, sweep: unused, status: () => [], hostKeys: async () => [], acceptHostKey: unused, refuseHostKey: unused, redact: unused, reloadCredentials: unused, [Symbol.asyncDispose]: async () => undefined,
};

beforeEach(async () => {
  settings = {};
  enablement = { enabled: true, version: null, grant: 'write', calls: false };
  siteOfAddress = 'leeds';
  performed = [];
  events = createHostEvents();
  audit = await createAudit(new MemoryStore(accessMigrations));
  const current = (): Configuration => ({
    directory: '', etag: '', daemon, get organization(): never { return unused(); }, get sites(): never { return unused(); }, get pluginLock(): never { return unused(); }, get trust(): never { return unused(); },
    setting: () => undefined, pluginSettings: () => settings, explain: unused, enablement: () => enablement,
    siteOf: () => (siteOfAddress === null ? null : { id: siteOfAddress, title: '', region: '', district: '', networks: [], devices: [], file: '' }),
  });
  const catalogue = await readCatalogue([join(import.meta.dirname, 'plugins')]);
  const configurations = { get current() { return current(); }, reload: unused, participate: unused, [Symbol.asyncDispose]: async () => undefined };
  host = new SandboxedPluginHost(catalogue, configurations, transports, audit, events);
});
afterEach(() => host[Symbol.asyncDispose]());

const call = { plugin: 'curious', device, deadlineMs: 10_000, person: 'ann' };
const check = (act: string) => {
  settings = { do: act };
  return host.check({ ...call, check: 'ask' });
};
const apply = (act: string, held: Lease = lease) => {
  settings = { do: act };
  return host.apply({ ...call, resource: 'thing', wanted: {}, current: {}, key: { name: 'x' }, lease: held });
};

test('what the manifest asks for and the phase allows reaches the device', async () => {
  for (const act of ['get', 'show', 'gather', 'readFile']) await check(act);
  expect(performed.map(({ operation }) => operation)).toMatchObject([
    { op: 'snmp.get' }, { op: 'ssh.exec', argv: ['show', 'a b'] }, { op: 'ssh.script', text: 'uptime\n', args: ['disk'] }, { op: 'ssh.readFile', path: '/etc/hosts' },
  ]);
  expect(performed.every(({ target }) => target.address === '10.0.0.1' && target.key === 'dev-1')).toBe(true);
});

test('a plugin that is not there has no profile, and is not called idle', async () => {
  await expect(host.profile('curius', 100)).rejects.toMatchObject({ code: 'JF2010', message: 'there is no plugin curius', hint: 'Did you mean "curious"?' });
  await expect(host.profile('curious', 100)).rejects.toMatchObject({ code: 'JF9500', message: 'curious is idle' });
});

test('an operation ends before its call does: at the time of its transport, or a second before the call', async () => {
  settings = { do: 'show' };
  for (const deadlineMs of [60_000, 10_000]) await host.check({ ...call, deadlineMs, check: 'ask' });
  const [own, rest] = performed.map(({ timeoutMs }) => timeoutMs);
  expect(own).toBe(20_000);
  expect(rest).toBeGreaterThan(5_000);
  expect(rest).toBeLessThanOrEqual(9_000);
});

test('every write is refused in a reading phase, whatever manifest and grant say, and counted', async () => {
  const refused: string[] = [];
  using _listening = listen(events, { 'operation.refused': ({ operation }) => void refused.push(operation) });
  for (const act of ['set', 'restart', 'writeFile', 'reload']) await expect(check(act)).rejects.toMatchObject({ kind: 'Refused', code: 'JF0007' });
  expect(performed).toEqual([]);
  expect(refused).toEqual(['snmp.set', 'ssh.exec', 'ssh.writeFile', 'ami.write']);
  expect(await host.status()).toMatchObject([{ id: 'curious', refused: 4, operations: 0 }]);
});

test('in a writing phase the same writes pass, each in the audit with who, what and which change', async () => {
  for (const act of ['set', 'restart', 'writeFile', 'reload']) await apply(act);
  expect(performed).toHaveLength(4);
  expect(await audit.list()).toMatchObject(
    ['ami.write Reload', 'ssh.writeFile /etc/motd', 'ssh.exec restart', 'snmp.set 1.3.6.1.2.1.1.5.0'].map((detail) => ({
      person: 'ann', action: 'operation.write', plugin: 'curious', pluginVersion: '1.4.0', device: 'dev-1', change: 'c1', outcome: 'done', detail,
    })),
  );
});

describe('a message', () => {
  const incident = { incident: 'i', what: 'open', device: 'd', deviceName: 'core-1', site: 'leeds', state: 'critical', summary: 'down', openedAt: '', resolvedAt: null } as const;
  const message: Notice = { id: 'm-1', kind: 'incidents', title: 'core-1 is down', text: '', incidents: [incident], attachments: [] };
  const tell = (act: string) => {
    settings = { do: act };
    return host.notify({ ...call, person: 'jackfield', notifier: 'page', message, to: ['night'], channel: {} });
  };

  test('is handed over by HTTP to the device, with its id, and stands in the audit', async () => {
    await tell('nothing');
    expect(performed).toMatchObject([{ target: { address: '10.0.0.1', key: 'dev-1' }, operation: { op: 'http.send', method: 'POST', path: '/pages' } }]);
    expect(JSON.stringify(performed)).toMatch(/m-1.*core-1 is down.*night.*sw1/);
    expect(await audit.list()).toMatchObject([{ person: 'jackfield', action: 'operation.write', change: null, detail: 'http POST /pages' }]);
  });

  test('is no way to write to the device, and goes nowhere without a grant', async () => {
    for (const act of ['set', 'restart', 'writeFile', 'reload']) await expect(tell(act)).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('phase notify only reads') });
    enablement = { ...enablement, grant: 'read' };
    await expect(tell('nothing')).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('only reading is granted here') });
    await expect(host.notify({ ...call, notifier: 'pager', message, to: [], channel: {} })).rejects.toMatchObject({ code: 'JF2012' });
    expect(performed).toEqual([]);
  });
});

test('what the manifest does not ask for is refused even in a writing phase', async () => {
  for (const act of ['setElsewhere', 'unknownCommand', 'readShadow', 'originate', 'ping', 'http', 'tcp']) {
    await expect(apply(act)).rejects.toMatchObject({ kind: 'Refused' });
  }
  expect(performed).toEqual([]);
});

describe('a probe', () => {
  const probe = (act: string) => {
    settings = { do: act };
    return host.probe({ ...call, resource: 'thing', wanted: {}, current: {}, key: { name: 'x' }, lease });
  };

  test('sets what is there already, which the host reads itself, and stands in the audit as what it is', async () => {
    await probe('setSame');
    expect(performed.map(({ operation: { op } }) => op)).toEqual(['snmp.get', 'snmp.set']);
    expect(await audit.list()).toMatchObject([{ person: 'ann', action: 'operation.probe', change: 'c1', outcome: 'done', detail: 'snmp.set 1.3.6.1.2.1.1.5.0' }]);
  });

  test('sets nothing else, and writes in no other way', async () => {
    const refused: string[] = [];
    using _listening = listen(events, { 'operation.refused': ({ operation }) => void refused.push(operation) });
    for (const act of ['set', 'restart', 'writeFile', 'reload', 'setElsewhere']) await expect(probe(act)).rejects.toMatchObject({ kind: 'Refused' });
    expect(performed.map(({ operation: { op } }) => op)).toEqual(['snmp.get']);
    expect(refused).toEqual(['snmp.set', 'ssh.exec', 'ssh.writeFile', 'ami.write', 'snmp.set']);
    expect(await audit.list()).toEqual([]);
  });
});

test('a save writes as a push does, and says whether there was something to save', async () => {
  settings = { do: 'set' };
  expect(await host.save({ ...call, discovery: 'any', lease })).toBe(true);
  settings = { do: 'nothing' };
  expect(await host.save({ ...call, discovery: 'any', lease })).toBe(false);
  expect(await audit.list()).toMatchObject([{ action: 'operation.write', change: 'c1' }]);
  await expect(host.save({ ...call, discovery: 'any', lease: { ...lease, device: 'dev-2' } })).rejects.toMatchObject({ code: 'JF2013' });
});

test('no writing phase without the lease of the device', async () => {
  await expect(apply('set', { ...lease, device: 'dev-2' })).rejects.toMatchObject({ code: 'JF2013' });
});

describe('where it may work', () => {
  test('a grant "read" lets nothing be written', async () => {
    enablement = { ...enablement, grant: 'read' };
    await expect(apply('set')).rejects.toMatchObject({ kind: 'Refused', hint: expect.stringContaining('grant') });
  });
  test('an address outside of the site\'s networks is out of reach', async () => {
    siteOfAddress = 'york';
    await expect(check('get')).rejects.toMatchObject({ kind: 'Refused', message: expect.stringContaining('networks') });
  });
  test('a plugin that is not enabled, not installed or in no allowed version is not called', async () => {
    await expect(host.check({ ...call, plugin: 'nobody', check: 'ask' })).rejects.toMatchObject({ code: 'JF2010' });
    enablement = { ...enablement, version: '^2.0.0' };
    await expect(check('nothing')).rejects.toMatchObject({ code: 'JF2010', message: expect.stringContaining('^2.0.0') });
    enablement = { ...enablement, version: null, enabled: false };
    await expect(check('nothing')).rejects.toMatchObject({ code: 'JF2011' });
    expect(await host.status()).toMatchObject([{ state: 'idle', pid: null }]);
  });
  test('a contribution that it has not is a coded error', async () => {
    await expect(host.check({ ...call, check: 'constructor' })).rejects.toMatchObject({ code: 'JF2012' });
  });
});

test('settings come with the schema\'s defaults; wrong ones are SettingsInvalid and name the key', async () => {
  expect((await check('defaults')).summary).toBe('{"do":"defaults","level":80}');
  settings = { do: 'nothing', levle: 1 };
  await expect(host.check({ ...call, check: 'ask' })).rejects.toMatchObject({ kind: 'SettingsInvalid', message: expect.stringContaining('levle') });
});

test('answers that are not what they must be are the plugin\'s fault, by name', async () => {
  for (const act of ['garbage', 'extra']) {
    await expect(check(act)).rejects.toMatchObject({ code: 'JF2014', place: { plugin: 'curious', device: 'sw1' } });
  }
});

test('it starts when first needed, and says why', async () => {
  expect(await host.status()).toMatchObject([{ state: 'idle', activation: null }]);
  await check('nothing');
  expect(await host.status()).toMatchObject([{ state: 'active', pid: expect.any(Number), restarts: 0, activation: { reason: 'check ask on sw1', readyMs: expect.any(Number) } }]);
});

test('a watcher\'s events arrive on the bus with the checks they hint at, until it is ended', async () => {
  const heard: unknown[] = [];
  using _listening = listen(events, { 'plugin.watch': (event) => void heard.push(event) });
  {
    await using _watching = await host.watch({ plugin: 'curious', device, watcher: 'listen', person: 'jackfield' });
    await vi.waitFor(() => expect(heard).toEqual([{ plugin: 'curious', device: 'dev-1', name: 'peer', summary: 'PeerStatus', hints: ['ask'] }]));
  }
  expect(heard).toHaveLength(1);
});
