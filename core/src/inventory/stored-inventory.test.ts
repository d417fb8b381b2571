import type { Fingerprint, IdentityKey, Inspection } from '@jackfield/sdk';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { createHostEvents, listen } from '../events/index.ts';
import type { Configuration } from '../sites/index.ts';
import type { Inventory, ManagedDevice, Sighting } from './inventory.ts';
import { inventoryMigrations } from './migrations.ts';
import { addressFor } from './assignments.ts';
import { createInventory } from './stored-inventory.ts';
import { MemoryStore } from '../testing/index.ts';

const nothing: Fingerprint = { icmp: null, snmp: null, ssh: null, ami: null, tls: null, http: null };

function sighting(address: string, keys: readonly IdentityKey[], facts: Partial<Inspection> = {}, plugin = 'snmp-switch'): Sighting {
  return {
    site: 'leeds', address, plugin, discovery: 'agent', fingerprint: nothing,
    inspection: {
      kind: 'switch', name: null, vendor: null, model: null, os: null, version: null, serial: null, confidence: 50,
      interfaces: [], neighbours: [], addresses: [], keys, ...facts,
    },
  };
}

const serial = (value: string): IdentityKey => ({ type: 'serial', value });
const engine = (value: string): IdentityKey => ({ type: 'snmpEngineId', value });
const mac = (value: string): IdentityKey => ({ type: 'mac', value });

let store: MemoryStore;
let inventory: Inventory;
const events = createHostEvents();
const sites: Configuration['sites'] = new Map([
  ['leeds', { id: 'leeds', title: 'Leeds', region: 'north', district: 'yorkshire', networks: [], file: '', devices: [{ name: 'core-1', address: '10.0.0.9', labels: { role: 'core' }, place: { file: '', line: 1, column: 1 } }] }],
]);

async function open(): Promise<Inventory> {
  return createInventory({ store, configuration: { current: { sites } }, events });
}

beforeEach(async () => {
  store = new MemoryStore(inventoryMigrations);
  inventory = await open();
});

const ids = (): string[] => inventory.devices().map((device) => device.id).sort();

test('a device is found again after a restart, by id, name and address', async () => {
  const device = await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { name: 'sw1', addresses: ['10.9.9.9'] })]);
  inventory = await open();
  for (const wanted of [device.id, 'SW1', '10.0.0.1', '10.9.9.9']) expect(inventory.find(wanted)?.id).toBe(device.id);
  expect(inventory.find('nobody')).toBeNull();
});

describe('a device that a site names', () => {
  test('is there before it ever answered, also after a restart, and is the same one when it does', async () => {
    await inventory.keepDeclared();
    inventory = await open();
    await inventory.keepDeclared();
    const [named, ...more] = inventory.devices();
    expect(more).toEqual([]);
    expect(named).toMatchObject({ name: 'core-1', address: '10.0.0.9', lastSeen: null, plugins: [], labels: { role: 'core' } });
    const seen = await inventory.record([sighting('10.0.0.9', [serial('FOC1A')])]);
    expect(seen).toMatchObject({ id: named?.id, name: 'core-1', plugins: [{ id: 'snmp-switch' }], lastSeen: expect.any(String) });
  });

  test('goes when it is named no more, unless it was seen', async () => {
    await inventory.keepDeclared();
    inventory = await createInventory({ store, configuration: { current: { sites: new Map() } }, events: createHostEvents() });
    await inventory.keepDeclared();
    expect(inventory.devices()).toEqual([]);
  });

  test('that is a device known at another address is that device', async () => {
    const known = await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])]);
    await inventory.keepDeclared();
    expect(ids()).toHaveLength(2);
    await inventory.record([sighting('10.0.0.9', [serial('FOC1A')])]);
    expect(ids()).toEqual([known.id]);
  });
});

test('one serial at two addresses is one device with both', async () => {
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])]);
  await inventory.record([sighting('10.0.0.2', [serial('FOC1A')])]);
  expect(inventory.devices()).toMatchObject([{ addresses: expect.arrayContaining(['10.0.0.1', '10.0.0.2']) }]);
});

test('two plugins at one address make one device; each fact comes from the surest that has it', async () => {
  const device = await inventory.record([
    sighting('10.0.0.1', [mac('00:1b:00:00:00:01')], { vendor: 'net-snmp', model: 'Linux', confidence: 40 }),
    sighting('10.0.0.1', [serial('S1')], { vendor: 'Dell', os: 'Debian', confidence: 80 }, 'linux-server'),
  ]);
  expect(device).toMatchObject({ vendor: 'Dell', os: 'Debian', model: 'Linux', plugins: [{ id: 'snmp-switch' }, { id: 'linux-server' }] });
});

test('two machines cloned from one image (one engine id, two serials) stay two, and a person is asked', async () => {
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A'), engine('80001')])]);
  await inventory.record([sighting('10.0.0.2', [serial('FOC2B'), engine('80001')])]);
  expect(ids()).toHaveLength(2);
  expect(await inventory.proposals()).toMatchObject([{ because: [{ type: 'snmpEngineId' }] }]);
});

test('another serial at a known address is another device; the old one stays', async () => {
  const old = await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])]);
  const replacement = await inventory.record([sighting('10.0.0.1', [serial('FOC2B')])]);
  expect(replacement.id).not.toBe(old.id);
  expect(inventory.find(old.id)).not.toBeNull();
});

describe('who manages a device', () => {
  const ssh = { plugin: 'linux-server', discovery: 'agent' } as const;
  const both = (address: string, facts: Partial<Inspection> = {}): [Sighting, Sighting] => [
    sighting(address, [serial('FOC1A')], { version: '16.1', ...facts }), sighting(address, [mac('00:1b:00:00:00:01')], { os: 'Debian', confidence: 80 }, 'linux-server'),
  ];

  test('stays while it is silent, with what it said; what the others say is new', async () => {
    const { id } = await inventory.record(both('10.0.0.1'));
    inventory = await open();
    const later = await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { version: '17.3' })], [{ ...ssh, because: 'silent' }]);
    expect(later).toMatchObject({ id, version: '17.3', os: 'Debian', plugins: [{ id: 'snmp-switch' }, { id: 'linux-server' }] });
    expect(later.keys).toContainEqual(mac('00:1b:00:00:00:01'));
  });

  test('is told to leave when it declined or was not asked', async () => {
    const lost: string[] = [];
    events.on('device.unassigned', ({ plugin, reason }) => lost.push(`${plugin}: ${reason}`));
    await inventory.record(both('10.0.0.1'));
    expect((await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])], [{ ...ssh, because: 'declined' }])).plugins).toHaveLength(1);
    await inventory.record(both('10.0.0.1'));
    expect((await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])])).plugins).toHaveLength(1);
    expect(lost).toEqual(['linux-server: 10.0.0.1 answers, and is not what linux-server manages', 'linux-server: linux-server is not enabled there any more']);
  });

  test('is called where its protocol answered: what one address of a device says is nothing about another', async () => {
    await inventory.record(both('10.0.0.1'));
    const device = await inventory.record([sighting('10.0.0.2', [serial('FOC1A')], { version: '16.1' })], [{ ...ssh, because: 'declined' }]);
    expect(device.address).toBe('10.0.0.2');
    expect(addressFor(device, 'linux-server')).toBe('10.0.0.1');
    expect(addressFor(device, 'snmp-switch')).toBe('10.0.0.2');
    await inventory.withdraw('leeds', '10.0.0.1', [{ ...ssh, because: 'declined' }, { plugin: 'snmp-switch', discovery: 'agent', because: 'silent' }]);
    expect(inventory.find(device.id)?.plugins.map(({ id }) => id)).toEqual(['snmp-switch']);
  });

  test('leaves the device whose address is another one\'s now, and comes back with it', async () => {
    const old = await inventory.record([sighting('10.0.0.9', [serial('FOC1A')], { name: 'own-name' })]);
    const now = await inventory.record([sighting('10.0.0.9', [serial('FOC2B')])]);
    expect(inventory.find('core-1')?.id).toBe(now.id);
    expect(inventory.find(old.id)).toMatchObject({ name: 'core-1 (replaced)', address: '', plugins: [] });
    expect(await inventory.record([sighting('10.0.0.5', [serial('FOC1A')], { name: 'own-name' })])).toMatchObject({ id: old.id, name: 'own-name', plugins: [{ id: 'snmp-switch' }] });
    expect(await inventory.record([sighting('10.0.0.9', [serial('FOC1A')])])).toMatchObject({ id: old.id, name: 'core-1' });
    expect(inventory.find(now.id)).toMatchObject({ plugins: [] });
  });
});

test.each(['To be filled by O.E.M.', '<private>', '#########', 'CZXXXXXXXX', '999999Z9999999', 'SERIALNO', '0000000000'])('the serial %s, which nobody set, identifies nothing', async (value) => {
  await inventory.record([sighting('10.0.0.1', [serial(value)])]);
  await inventory.record([sighting('10.0.0.2', [serial(value)])]);
  expect(ids()).toHaveLength(2);
});

test('one serial on two machines that say different things of themselves is asked about, not merged', async () => {
  await inventory.record([sighting('10.0.0.1', [serial('FOC1234X')], { version: '16.1' })]);
  await inventory.record([sighting('10.0.0.2', [serial('FOC1234X')], { version: '17.3' })]);
  expect(ids()).toHaveLength(2);
  expect(await inventory.proposals()).toMatchObject([{ because: [{ type: 'serial' }] }]);
});

test('an upgrade at its own address does not make another device of it', async () => {
  const before = await inventory.record([sighting('10.0.0.1', [serial('FOC1234X')], { version: '16.1' })]);
  expect((await inventory.record([sighting('10.0.0.1', [serial('FOC1234X')], { version: '17.3' })])).id).toBe(before.id);
});

test('a device with nothing but an address is the same at its next visit', async () => {
  const first = await inventory.record([sighting('10.0.0.1', [])]);
  expect((await inventory.record([sighting('10.0.0.1', [])])).id).toBe(first.id);
});

test('what the site\'s file declares names and labels the device', async () => {
  expect(await inventory.record([sighting('10.0.0.9', [serial('X')], { name: 'switch' })])).toMatchObject({ name: 'core-1', labels: { role: 'core' } });
});

describe('proposals', () => {
  let both: ManagedDevice[];
  beforeEach(async () => {
    both = [await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { name: 'pbx' })]), await inventory.record([sighting('10.0.0.2', [], { name: 'pbx' })])];
  });

  test('a shared name is asked about once, whatever happens later', async () => {
    await inventory.record([sighting('10.0.0.2', [], { name: 'pbx' })]);
    expect(await inventory.proposals()).toHaveLength(1);
    expect(inventory.find('pbx')).toBeNull();
  });

  test('a merge can be undone, exactly', async () => {
    const before = inventory.devices();
    const [proposal] = await inventory.proposals();
    await inventory.decide(proposal?.id ?? '', true);
    expect(inventory.devices()).toHaveLength(1);
    const [kept] = inventory.devices();
    const back = await inventory.split(kept?.id ?? '');
    expect(both.map(({ id }) => id)).toContain(back.id);
    expect([...inventory.devices()].sort((a, b) => a.id.localeCompare(b.id))).toEqual([...before].sort((a, b) => a.id.localeCompare(b.id)));
  });

  test('what a person decided is not asked again', async () => {
    const [proposal] = await inventory.proposals();
    await inventory.decide(proposal?.id ?? '', false);
    await inventory.record([sighting('10.0.0.2', [], { name: 'pbx' })]);
    expect(await inventory.proposals()).toEqual([]);
    await expect(inventory.decide(proposal?.id ?? '', true)).rejects.toMatchObject({ code: 'JF4002' });
  });
});

test('any order of sightings gives the same devices', async () => {
  const machine = fc.record({ address: fc.integer({ min: 1, max: 9 }), machine: fc.integer({ min: 1, max: 4 }) });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(machine, { selector: ({ address }) => address, minLength: 1 }).chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))), async (orders) => {
      const partitions: string[] = [];
      for (const order of orders) {
        store = new MemoryStore(inventoryMigrations);
        inventory = await open();
        for (const { address, machine: number } of order) await inventory.record([sighting(`10.0.0.${address}`, [serial(`SN-${number}xyz`), mac(`00:1b:00:00:00:0${number}`)])]);
        partitions.push(JSON.stringify(inventory.devices().map((device) => [...device.addresses].sort()).sort()));
      }
      expect(partitions[0]).toBe(partitions[1]);
    }),
    { numRuns: 50 },
  );
});

test('lists that nobody looked for stay as they were; one that was looked for and is empty is empty', async () => {
  const parts = [{ name: 'Switch 2', kind: 'chassis' as const, description: null, model: 'W48', serial: 'W48-0002', version: null, within: null }];
  const vlans = [{ id: 20, name: 'Voice', untagged: ['Gi1'], tagged: [] }];
  const { id } = await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { parts, vlans, stations: [{ mac: '02:4c:45:07:00:31', port: 'Gi1', vlan: 20 }] })]);
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A')])]);
  inventory = await open();
  expect(inventory.find(id)).toMatchObject({ parts, vlans, stations: [{ port: 'Gi1' }] });
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { parts: [], vlans })]);
  expect(inventory.find(id)).toMatchObject({ parts: [], vlans });
});

test('a part that is gone is told as a change of the device', async () => {
  const part = (name: string) => ({ name, kind: 'chassis' as const, description: null, model: null, serial: name, version: null, within: null });
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { parts: [part('Switch 1'), part('Switch 2')] })]);
  const changed: (readonly string[])[] = [];
  using _listening = listen(events, { 'device.changed': ({ fields }) => changed.push(fields) });
  await inventory.record([sighting('10.0.0.1', [serial('FOC1A')], { parts: [part('Switch 1')] })]);
  expect(changed).toEqual([['parts']]);
});

test('three devices that turn out to be one are known at all their addresses, before a restart and after it, and split one by one', async () => {
  const [a, b, c] = [mac('02:4c:45:07:00:0a'), mac('02:4c:45:07:00:0b'), mac('02:4c:45:07:00:0c')];
  for (const [at, key] of [a, b, c].entries()) await inventory.record([sighting(`10.0.0.${at + 1}`, [key])]);
  const { id } = await inventory.record([sighting('10.0.0.1', [a, b, c])]);
  const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  expect([ids(), [...(inventory.find(id)?.addresses ?? [])].sort()]).toEqual([[id], all]);
  inventory = await open();
  expect([...(inventory.find(id)?.addresses ?? [])].sort()).toEqual(all);
  const back = await inventory.split(id);
  expect([...(inventory.find(id)?.addresses ?? [])].sort()).toEqual(all.filter((address) => address !== back.address));
});
