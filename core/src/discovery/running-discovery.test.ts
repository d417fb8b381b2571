import { AuthFailed, Unreachable, type Identification, type Inspection, type JsonObject } from '@jackfield/sdk';
import { manifestSchema, permissionsSchema } from '@jackfield/sdk/manifest';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHostEvents, type HostEvents } from '../events/index.ts';
import { createInventory, inventoryMigrations, type Inventory } from '../inventory/index.ts';
import { MemoryStore } from '../testing/index.ts';
import { processDied, type InstalledPlugin, type PluginHost } from '../plugins/index.ts';
import type { Configuration, Enablement, Site } from '../sites/index.ts';
import { pingMissing, type TransportRequest, type Transports } from '../transports/index.ts';
import type { DiscoveryProgress, DiscoveryService } from './discovery-service.ts';
import { createDiscoveryService } from './running-discovery.ts';

function plugin(id: string, match: object, permissions: object = {}): InstalledPlugin {
  return {
    id, packageName: id, version: '1.0.0', directory: '', entry: '', resourceSchemas: new Map(), settingsSchema: null, scripts: new Map(), permissionsHash: '', points: {},
    manifest: manifestSchema.parse({ title: id, contributes: { discovery: { agent: { match: [match] } } }, permissions }),
  };
}

const switches = plugin('snmp-switch', { 'snmp.sysObjectID': '*' });
const servers = plugin('linux-server', { 'ssh.banner': '/OpenSSH/' });
const upses = plugin('nut-ups', { 'tcp.3493': '/upsd/' }, { tcp: { ports: [3493], sends: 'read', probes: { 3493: 'VER\n' } } });
const leeds: Site = { id: 'leeds', title: 'Leeds', region: 'north', district: 'yorkshire', networks: ['10.0.0.0/29'], devices: [], file: 'sites/leeds.yaml' };

/** What stands at each address; an address that is not here is silent. */
interface Standing {
  readonly snmp?: string;
  readonly engineId?: string;
  readonly ssh?: string;
  /** What the port says when it is asked. */
  readonly line?: string;
  readonly icmp?: boolean;
  /** Addresses of phones that it knows. */
  readonly phones?: readonly string[];
  readonly broken?: boolean;
  /** What answers is no machine of this plugin, or it could not log in. */
  readonly notMine?: boolean;
  readonly refused?: boolean;
}

let network: Map<string, Standing>;
let asked: string[];
let enabled: Set<string>;
let grant: Enablement['grant'];
let transportsSetting: JsonObject | undefined;
let swept: readonly string[];
let site: Site;
let others: readonly Site[];
let inventory: Inventory;
let discovery: DiscoveryService;
let events: HostEvents;
let installed: InstalledPlugin[];
let pings: boolean;
/** Times that the process of a plugin ends when it is to say what stands there. */
let ends: number;
const unused = (): never => {
  throw new Error('not used here');
};

const transports: Transports = {
  async perform({ target, operation }: TransportRequest) {
    asked.push(`${operation.op} ${target.address}`);
    const standing = network.get(target.address);
    if (operation.op === 'fingerprint.snmp' && standing?.snmp !== undefined) {
      return JSON.stringify({ version: '2c', sysObjectID: '1.3.6.1.4.1.9.1', sysDescr: '', sysName: standing.snmp, engineId: standing.engineId ?? null });
    }
    if (operation.op === 'fingerprint.ssh' && standing?.ssh !== undefined) return JSON.stringify({ banner: standing.ssh, hostKey: 'SHA256:x' });
    if (operation.op === 'fingerprint.tcp' && operation.send === 'VER\n' && standing?.line !== undefined) return JSON.stringify(standing.line);
    return 'null';
  },
  renew: async () => undefined,
  sweep: async (addresses) => (swept = addresses, pings) ? new Map(addresses.filter((address) => network.get(address) !== undefined && network.get(address)?.icmp !== false).map((address) => [address, 1])) : Promise.reject(pingMissing('neither fping nor ping can be started')),
  subscribe: unused, receiveTraps: unused, status: () => [], hostKeys: async () => [], acceptHostKey: unused, refuseHostKey: unused, redact: unused, reloadCredentials: unused, [Symbol.asyncDispose]: async () => undefined,
};

const identification = (name: string): Identification => ({ kind: 'switch', name, vendor: 'Acme', model: null, os: null, version: null, serial: null, keys: [{ type: 'serial', value: `S-${name}` }], confidence: 80 });
const plugins: Pick<PluginHost, 'identify' | 'inspect'> = {
  async identify({ plugin: id, device, fingerprint }) {
    if (ends > 0) {
      ends -= 1;
      throw processDied(`${id} ended`);
    }
    if (id === 'linux-server' && network.get(device.address)?.notMine) return null;
    if (id === 'linux-server' && network.get(device.address)?.refused) throw new AuthFailed(`${device.address} refuses the login`);
    if (network.get(device.address)?.broken) throw new Unreachable(`${device.address} went away`);
    return identification(fingerprint.snmp?.sysName ?? 'server');
  },
  async inspect({ device }): Promise<Inspection> {
    const { snmp = 'server', phones = [] } = network.get(device.address) ?? {};
    return { ...identification(snmp), interfaces: [], neighbours: [], addresses: [], attached: phones.map((address) => ({ ...identification(`phone ${address}`), kind: 'phone', address })) };
  },
};

beforeEach(async () => {
  network = new Map();
  asked = [];
  enabled = new Set(['snmp-switch', 'linux-server']);
  grant = 'read';
  transportsSetting = undefined;
  swept = [];
  site = leeds;
  others = [];
  const unusedPart: Configuration = {
    directory: '', etag: '', get daemon(): never { return unused(); }, get organization(): never { return unused(); }, get pluginLock(): never { return unused(); }, get trust(): never { return unused(); },
    get sites() { return new Map([site, ...others].map((one) => [one.id, one])); },
    setting: () => transportsSetting, pluginSettings: () => ({}), explain: unused, siteOf: () => site,
    enablement: (id, scope) => ({ enabled: enabled.has(scope.level === 'device' ? `${id} ${scope.device}` : id) || enabled.has(id), version: null, grant, calls: false }),
  };
  const configuration = { current: unusedPart };
  events = createHostEvents();
  installed = [switches, servers, upses];
  pings = true;
  ends = 0;
  inventory = await createInventory({ store: new MemoryStore(inventoryMigrations), configuration, events });
  const catalogue = { get plugins() { return installed; }, find: (id: string) => installed.find((one) => one.id === id) ?? null };
  discovery = createDiscoveryService({ transports, plugins, catalogue, inventory, configuration, events });
});

test('what answers is found, fingerprinted once and filed; the rest is left alone', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9' }], ['10.0.0.3', {}]]);
  const report = await discovery.run({});
  expect(report).toMatchObject({ sites: ['leeds'], addresses: 6, alive: 2, fingerprinted: 1, problems: [] });
  expect(report.added).toEqual(report.devices);
  expect(inventory.devices()).toMatchObject([{ name: 'sw1', plugins: [{ id: 'snmp-switch' }, { id: 'linux-server' }] }]);
  expect([...asked].sort()).toEqual(['fingerprint.snmp 10.0.0.1', 'fingerprint.snmp 10.0.0.3', 'fingerprint.ssh 10.0.0.1', 'fingerprint.ssh 10.0.0.3']);
});

test('a run tells, as it goes and afterwards, who began it, what is new, what changed and what is no more', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }], ['10.0.0.2', { snmp: 'sw2' }], ['10.0.0.3', {}]]);
  await discovery.run({});
  const [sw1, sw2] = inventory.devices().map(({ id }) => id);
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9' }], ['10.0.0.4', { snmp: 'sw4' }]]);
  const begun = await discovery.begin({ site: 'leeds', person: 'ada' });
  expect(begun).toMatchObject({ person: 'ada', site: 'leeds', state: 'running', endedAt: null });
  await discovery.run({ site: 'leeds' });
  const sw4 = inventory.devices().find(({ name }) => name === 'sw4')?.id;
  const runs = discovery.runs();
  expect(runs.map(({ id, person, state }) => [id === begun.id, person, state])).toEqual([[true, 'ada', 'done'], [false, 'jackfield', 'done']]);
  expect(runs[0]?.sites).toMatchObject([{ stage: 'done', addresses: 6, answered: 2, added: [sw4], changed: [{ device: sw1 }], missing: [sw2] }]);
  // What is over is kept as it was, and nothing that it worked with.
  expect(discovery.runs()[0]).toBe(runs[0]);
});

test('a device that answers echoes and nothing else is there; a phone is missed when the device that knows it was looked at', async () => {
  network = new Map([['10.0.0.1', { snmp: 'pbx', phones: ['10.0.0.5'] }], ['10.0.0.6', { snmp: 'sw6' }]]);
  await discovery.run({});
  const phone = inventory.devices().find(({ address }) => address === '10.0.0.5')?.id;
  expect(phone).toBeDefined();
  network = new Map([['10.0.0.1', { snmp: 'pbx' }], ['10.0.0.6', {}]]);
  await discovery.run({ network: '10.0.0.4/30' });
  await discovery.run({});
  expect(discovery.runs().map(({ sites }) => sites.flatMap(({ missing }) => missing))).toEqual([[phone], [], []]);
});

test('who asks for the place that is looked at is told of that run, however they name it; who asks for another is not told which it is', async () => {
  others = [{ ...leeds, id: 'york', title: 'York', networks: ['10.9.0.0/29'] }];
  network = new Map([['10.9.0.1', { snmp: 'sw1' }]]);
  const { id } = await discovery.begin({ network: '10.9.0.0/30', person: 'ada' });
  for (const same of [{ site: 'york', network: '10.9.0.0/30' }, { network: '10.9.0.1' }]) expect((await discovery.begin({ ...same, person: 'bob' })).id).toBe(id);
  for (const another of [{ site: 'leeds' }, { site: 'york' }, {}]) {
    const refused: unknown = await discovery.begin({ ...another, person: 'bob' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'JF4109' });
    expect(String(refused)).not.toMatch(/york|10\.9/);
  }
  await discovery.end(id);
});

test('a run that failed tells why, with what to do', async () => {
  const failing = (): never => {
    throw processDied('snmp-switch ended');
  };
  await expect(discovery.run({ onProgress: failing })).rejects.toThrow('snmp-switch ended');
  expect(discovery.runs()).toMatchObject([{ state: 'failed', error: { code: processDied('').code, message: 'snmp-switch ended', hint: processDied('').hint } }]);
});

test('of a network within a site only that is looked at, and nothing else of it is missed; one of no site is refused', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }], ['10.0.0.5', { snmp: 'sw5' }]]);
  await discovery.run({});
  network = new Map([['10.0.0.2', { snmp: 'sw2' }]]);
  asked = [];
  await discovery.run({ network: '10.0.0.0/30' });
  expect(new Set(asked.map((one) => one.split(' ')[1]))).toEqual(new Set(['10.0.0.1', '10.0.0.2']));
  const isKnownAs = (name: string) => inventory.devices().find((device) => device.name === name)?.id;
  expect(discovery.runs()[0]?.sites).toMatchObject([{ addresses: 2, added: [isKnownAs('sw2')], missing: [isKnownAs('sw1')] }]);
  for (const wrong of ['10.0.1.0/30', '10.0.0.0/24', 'leeds']) await expect(discovery.begin({ network: wrong, person: 'ada' })).rejects.toMatchObject({ code: 'JF4107' });
});

test('somebody ends a run before its time', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  const { id } = await discovery.begin({ person: 'ada' });
  expect(await discovery.end(id)).toMatchObject({ state: 'ended', error: null });
  await expect(discovery.end('none')).rejects.toMatchObject({ code: 'JF4108' });
});

test('two devices with one engine id are told once, as two, at each sweep', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1', engineId: '80001f8804' }], ['10.0.0.2', { snmp: 'sw2', engineId: '80001f8804' }], ['10.0.0.3', { snmp: 'sw3', engineId: '80001f8805' }]]);
  await discovery.run({});
  const { problems } = await discovery.run({});
  expect(problems).toMatchObject([{ code: 'JF4106', message: 'sw1 (10.0.0.1) and sw2 (10.0.0.2) have the engine id 80001f8804' }]);
  expect(inventory.devices()).toHaveLength(3);
});

test('a second run adds nothing', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  const { devices } = await discovery.run({});
  expect(await discovery.run({})).toMatchObject({ devices, added: [] });
});

test('only protocols that an enabled plugin asks about are touched', async () => {
  enabled = new Set(['linux-server']);
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  await discovery.run({});
  expect(asked).toEqual(['fingerprint.ssh 10.0.0.1']);
});

test('without a plugin to look with nothing is swept, and the reason is told instead of a guess', async () => {
  enabled = new Set();
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  const report = await discovery.run({});
  expect(asked).toEqual([]);
  expect(report).toMatchObject({ alive: 0, problems: [{ code: 'JF4105', message: expect.stringContaining('leeds'), hint: expect.stringContaining('plugins:') }] });
});

test('a port that a plugin\'s match names is probed as its manifest says, and found by its first line', async () => {
  enabled = new Set(['nut-ups']);
  network = new Map([['10.0.0.1', { line: 'Network UPS Tools upsd 2.8.0' }], ['10.0.0.2', { line: 'ERR' }], ['10.0.0.3', {}]]);
  expect(await discovery.run({})).toMatchObject({ fingerprinted: 2, unmatched: ['10.0.0.2'], problems: [] });
  expect(inventory.devices()).toMatchObject([{ address: '10.0.0.1', plugins: [{ id: 'nut-ups' }] }]);
});

test('a port that the grant leaves out is not touched, nor is it probed with anything that was not granted', async () => {
  enabled = new Set(['nut-ups']);
  network = new Map([['10.0.0.1', { line: 'Network UPS Tools upsd 2.8.0' }]]);
  for (const tcp of [undefined, { ports: [25] }, { ports: [3493] }, { ports: [3493], probes: { 3493: 'HELP\n' } }]) {
    grant = permissionsSchema.parse({ tcp });
    await discovery.run({});
  }
  expect(asked).toEqual([]);
  grant = permissionsSchema.parse({ tcp: { ports: [3493], probes: { 3493: 'VER\n' } } });
  await discovery.run({});
  expect(asked).toEqual(['fingerprint.tcp 10.0.0.1']);
});

test('one address that fails is a problem of its own; the others are found', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1', broken: true }], ['10.0.0.2', { snmp: 'sw2' }]]);
  const report = await discovery.run({});
  expect(report.problems).toMatchObject([{ address: '10.0.0.1', plugin: 'snmp-switch', code: 'JF0001' }]);
  expect(inventory.devices().map((device) => device.name)).toEqual(['sw2']);
});

test('what a plugin could not look at because its process ended is found by the same run, and nothing is told of it', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }], ['10.0.0.2', { snmp: 'sw2' }]]);
  ends = 1;
  const report = await discovery.run({});
  expect(report).toMatchObject({ problems: [], unmatched: [], alive: 2, fingerprinted: 2 });
  expect(inventory.devices().map((device) => device.name).sort()).toEqual(['sw1', 'sw2']);
});

test('devices that the site\'s file declares and devices known from before are looked at though they do not answer to ICMP', async () => {
  site = { ...leeds, devices: [{ name: 'core', address: '10.0.0.5', labels: {}, place: { file: '', line: 1, column: 1 } }] };
  network = new Map([['10.0.0.5', { snmp: 'x', icmp: false }], ['10.0.0.6', { snmp: 'sw6' }]]);
  await discovery.run({});
  expect(inventory.find('core')).toMatchObject({ address: '10.0.0.5' });
  network.set('10.0.0.6', { snmp: 'sw6', icmp: false });
  expect((await discovery.run({})).devices).toHaveLength(2);
});

test.each([
  ['its service does not answer', { snmp: 'sw1' }],
  ['its login is refused', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9', refused: true }],
])('a plugin stays with its device while %s', async (_what, later) => {
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9' }]]);
  await discovery.run({});
  network = new Map([['10.0.0.1', later]]);
  const report = await discovery.run({});
  expect(inventory.devices()).toMatchObject([{ plugins: [{ id: 'snmp-switch' }, { id: 'linux-server' }] }]);
  expect(report).toMatchObject({ added: [], problems: [{ plugin: 'linux-server' }] });
});

test('a plugin leaves when what answers is another thing, by the banner, or by its own word even when nobody else sees a device', async () => {
  const lost: string[] = [];
  events.on('device.unassigned', ({ name, plugin: id, reason }) => lost.push(`${name} ${id}: ${reason}`));
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9' }], ['10.0.0.2', { ssh: 'SSH-2.0-OpenSSH_9' }]]);
  await discovery.run({});
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-Cisco' }], ['10.0.0.2', { ssh: 'SSH-2.0-OpenSSH_9', notMine: true }]]);
  const { unmatched } = await discovery.run({});
  expect(inventory.devices().map(({ plugins: managing }) => managing.map(({ id }) => id))).toEqual([['snmp-switch'], []]);
  expect(lost.sort()).toEqual(['server linux-server: 10.0.0.2 answers, and is not what linux-server manages', 'sw1 linux-server: 10.0.0.1 answers, and is not what linux-server manages']);
  expect(unmatched).toEqual(['10.0.0.2']);
});

test('a plugin whose package is gone keeps its devices; one that is enabled no more leaves them', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1', ssh: 'SSH-2.0-OpenSSH_9' }]]);
  await discovery.run({});
  installed = [switches];
  await discovery.run({});
  expect(inventory.devices()).toMatchObject([{ plugins: [{ id: 'snmp-switch' }, { id: 'linux-server' }] }]);
  enabled = new Set(['snmp-switch']);
  await discovery.run({});
  expect(inventory.devices()[0]?.plugins.map(({ id }) => id)).toEqual(['snmp-switch']);
});

describe('where no echo can be sent', () => {
  beforeEach(() => {
    pings = false;
  });

  test('a small network is asked address by address, and the operator is told once what to install', async () => {
    network = new Map([['10.0.0.1', { snmp: 'sw1' }], ['10.0.0.3', {}], ['10.0.0.6', { ssh: 'SSH-2.0-OpenSSH_9' }]]);
    const report = await discovery.run({});
    expect(report).toMatchObject({ addresses: 6, alive: 2, fingerprinted: 2 });
    expect(inventory.devices().map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.6']);
    expect(report.problems).toEqual([{ address: '', plugin: null, where: '', code: 'JF3003', message: expect.stringContaining('address by address'), hint: expect.stringContaining('apt install fping') }]);
  });

  test('of a large one only what is known and declared is asked, and that is told', async () => {
    site = { ...leeds, networks: ['10.0.0.0/29', '10.1.0.0/16'], devices: [{ name: 'door', address: '10.1.200.1', labels: {}, place: { file: '', line: 1, column: 1 } }] };
    network = new Map([['10.0.0.1', { snmp: 'sw1' }], ['10.1.7.7', { snmp: 'sw2' }], ['10.1.200.1', { snmp: 'sw3' }]]);
    const report = await discovery.run({});
    expect(inventory.devices().map(({ address }) => address)).toEqual(['10.0.0.1', '10.1.200.1']);
    expect(report.problems.map(({ code, address }) => `${code} ${address}`)).toEqual(['JF3003 ', 'JF4104 10.1.0.0/16']);
    expect(new Set(asked.map((one) => one.split(' ')[1])).size).toBe(7);
  });
});

test('a device that is named and answers no echo counts as alive', async () => {
  site = { ...leeds, devices: [{ name: 'core', address: '10.0.0.5', labels: {}, place: { file: '', line: 1, column: 1 } }] };
  network = new Map([['10.0.0.5', { snmp: 'sw1', icmp: false }]]);
  expect(await discovery.run({})).toMatchObject({ alive: 1, fingerprinted: 1 });
});

test('what is enabled for one device that a file names is looked for there and nowhere else', async () => {
  enabled = new Set(['snmp-switch', 'linux-server door']);
  site = { ...leeds, devices: [{ name: 'door', address: '10.0.0.1', labels: {}, place: { file: '', line: 1, column: 1 } }] };
  network = new Map([['10.0.0.1', { snmp: 'a', ssh: 'SSH-2.0-OpenSSH_9' }], ['10.0.0.2', { snmp: 'b', ssh: 'SSH-2.0-OpenSSH_9' }]]);
  await discovery.run({});
  const managing = (): string[] => inventory.devices().map(({ name, plugins: all }) => `${name} ${all.map(({ id }) => id).join('+')}`).sort();
  expect(managing()).toEqual(['b snmp-switch', 'door snmp-switch+linux-server']);
  enabled = new Set(['snmp-switch']);
  await discovery.run({});
  expect(managing()).toEqual(['b snmp-switch', 'door snmp-switch']);
});

test('two callers at once share one run, and both hear its progress', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  const heard: DiscoveryProgress[][] = [[], []];
  const [first, second] = await Promise.all(heard.map((list) => discovery.run({ onProgress: (progress) => list.push(progress) })));
  expect(first).toBe(second);
  for (const list of heard) expect(list.at(-1)).toMatchObject({ site: 'leeds', stage: 'identify', done: 1, total: 1, found: 1 });
});

test('a site that is not there is a coded error that names those that are', async () => {
  await expect(discovery.run({ site: 'lees' })).rejects.toMatchObject({ code: 'JF4102', hint: expect.stringContaining('leeds') });
});

test('a run that is called off ends with the caller\'s reason', async () => {
  network = new Map([['10.0.0.1', { snmp: 'sw1' }]]);
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(discovery.run({}, stop.signal)).rejects.toThrow('enough');
});

test('a device that its site names behind a jump host is neither pinged nor asked by anything but SSH, and found', async () => {
  site = { ...leeds, devices: [{ name: 'vault', address: '10.0.0.2', labels: {}, place: { file: 'sites/leeds.yaml', line: 5, column: 5 } }] };
  transportsSetting = { ssh: { jump: { address: '192.0.2.1', credentials: 'door' } } };
  network = new Map([['10.0.0.2', { ssh: 'SSH-2.0-OpenSSH_9', snmp: 'somebody else of that address' }], ['10.0.0.3', { snmp: 'sw1' }]]);
  expect(await discovery.run({})).toMatchObject({ addresses: 5, alive: 2, problems: [] });
  expect(swept).not.toContain('10.0.0.2');
  expect(asked.filter((one) => one.endsWith('10.0.0.2'))).toEqual(['fingerprint.ssh 10.0.0.2']);
  expect(asked).toContain('fingerprint.snmp 10.0.0.3');
  expect(inventory.devices().find(({ address }) => address === '10.0.0.2')).toMatchObject({ plugins: [{ id: 'linux-server' }] });
});
