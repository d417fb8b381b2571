import type { AttachedDevice, Fingerprint, Inspection } from '@jackfield/sdk';
import { beforeEach, expect, test } from 'vitest';
import { createHostEvents, type HostEvents } from '../events/index.ts';
import { MemoryStore } from '../testing/index.ts';
import type { Site } from '../sites/index.ts';
import type { Inventory, ManagedDevice } from './inventory.ts';
import { linksOf } from './links.ts';
import { inventoryMigrations } from './migrations.ts';
import { createInventory } from './stored-inventory.ts';

const fingerprint: Fingerprint = { icmp: null, snmp: null, ssh: null, ami: null, tls: null, http: null };
const leeds: Site = { id: 'leeds', title: 'Leeds', region: 'north', district: 'yorkshire', networks: ['10.0.0.0/24'], devices: [], file: 'sites/leeds.yaml' };
const nothing: Inspection = { kind: 'unknown', name: null, vendor: null, model: null, os: null, version: null, serial: null, keys: [], confidence: 80, interfaces: [], neighbours: [], addresses: [] };
const phone = (name: string, address: string, mac?: string): AttachedDevice => ({
  address, kind: 'phone', name, vendor: 'Yealink', model: 'T46S', os: null, version: '66.84', serial: null, keys: mac === undefined ? [] : [{ type: 'mac', value: mac }],
});

let inventory: Inventory;
let events: HostEvents;
let store: MemoryStore;
let pbx: ManagedDevice;
const sight = (address: string, plugin: string, inspection: Partial<Inspection>): Promise<ManagedDevice> =>
  inventory.record([{ site: 'leeds', address, plugin, discovery: 'agent', fingerprint, inspection: { ...nothing, ...inspection } }]);

beforeEach(async () => {
  store = new MemoryStore(inventoryMigrations);
  events = createHostEvents();
  inventory = await createInventory({ store, events, configuration: { current: { sites: new Map([['leeds', leeds]]) } } });
  pbx = await sight('10.0.0.2', 'asterisk', { kind: 'pbx', name: 'pbx-leeds' });
});

test('a phone that a PBX tells of is a device of the site, found once and known after a restart', async () => {
  const found: string[] = [];
  events.on('device.found', ({ name }) => void found.push(name));
  await inventory.attach(pbx, [phone('1001', '10.0.0.21')]);
  await inventory.attach(pbx, [phone('1001', '10.0.0.21')]);
  expect(found).toEqual(['1001']);
  expect(inventory.find('1001')).toMatchObject({ kind: 'phone', site: 'leeds', address: '10.0.0.21', vendor: 'Yealink', model: 'T46S', version: '66.84', plugins: [], attachedTo: { device: pbx.id, as: '1001' } });
  const again = await createInventory({ store, events, configuration: { current: { sites: new Map([['leeds', leeds]]) } } });
  expect(again.find('1001')).toMatchObject({ kind: 'phone', attachedTo: { as: '1001' } });
});

test('a phone with another address is the same by its hardware address, else by its name; a second one of that name is another', async () => {
  await inventory.attach(pbx, [phone('1001', '10.0.0.21', '00:15:65:ab:cd:ef'), phone('1002', '10.0.0.22')]);
  const [one, two] = [inventory.find('1001')?.id, inventory.find('1002')?.id];
  await inventory.attach(pbx, [phone('1001', '10.0.0.31', '00:15:65:ab:cd:ef'), phone('1002', '10.0.0.32')]);
  expect([inventory.find('10.0.0.31')?.id, inventory.find('10.0.0.32')?.id]).toEqual([one, two]);
  expect(inventory.find('10.0.0.21')).toBeNull();
  await inventory.attach(pbx, [phone('1002', '10.0.0.32'), phone('1002', '10.0.0.33')]);
  expect(inventory.find('10.0.0.33')?.id).not.toBe(two);
  expect(inventory.devices()).toHaveLength(4);
});

test('what a plugin manages is left alone; what a plugin manages later keeps its id', async () => {
  const managed = await sight('10.0.0.40', 'snmp-switch', { kind: 'switch', name: 'access' });
  expect(await inventory.attach(pbx, [phone('1001', '10.0.0.40')])).toEqual([]);
  expect(inventory.find(managed.id)).toMatchObject({ kind: 'switch', name: 'access' });
  const [attached] = await inventory.attach(pbx, [phone('1002', '10.0.0.41')]);
  const later = await sight('10.0.0.41', 'snmp-phone', { kind: 'phone', name: 'SEP001' });
  expect(later).toMatchObject({ id: attached?.id, name: 'SEP001', plugins: [{ id: 'snmp-phone' }] });
});

test('a phone is joined to the switch port that has learnt its hardware address, or whose neighbour gives its network address', async () => {
  await sight('10.0.0.3', 'snmp-switch', { kind: 'switch', name: 'access', stations: [{ mac: '00:15:65:ab:cd:ef', port: 'Gi7', vlan: 20 }], neighbours: [{ protocol: 'lldp', localPort: 'Gi8', remoteName: 'SIP-T46S', remotePort: '0015651122', remoteChassis: '10.0.0.22' }] });
  await inventory.attach(pbx, [phone('1001', '10.0.0.21', '00:15:65:ab:cd:ef'), phone('1002', '10.0.0.22')]);
  const names = new Map(inventory.devices().map(({ id, name }) => [id, name]));
  expect(linksOf(inventory.devices()).map(({ ends, proof }) => [ends.map(({ device, port }) => `${names.get(device)} ${port}`), proof])).toEqual([
    [['access Gi8', '1002 0015651122'], 'one'], [['access Gi7', '1001 null'], 'address'],
  ]);
});
