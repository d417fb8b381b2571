import type { IdentityKey } from '@jackfield/sdk';
import { beforeEach, expect, test } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import { createDeviceNotes, notesMigrations, type DeviceNotes } from '../notes/index.ts';
import type { Configuration } from '../sites/index.ts';
import { MemoryStore } from '../testing/index.ts';
import type { Inventory, Sighting } from './inventory.ts';
import { inventoryMigrations } from './migrations.ts';
import { createInventory } from './stored-inventory.ts';

const mac = (value: string): IdentityKey => ({ type: 'mac', value: `02:4c:45:07:00:0${value}` });

function sighting(address: string, keys: readonly IdentityKey[]): Sighting {
  return {
    site: 'leeds', address, plugin: 'snmp-switch', discovery: 'agent', fingerprint: { icmp: null, snmp: null, ssh: null, ami: null, tls: null, http: null },
    inspection: { kind: 'switch', name: null, vendor: null, model: null, os: null, version: null, serial: null, confidence: 50, interfaces: [], neighbours: [], addresses: [], keys },
  };
}

const leeds = (...devices: readonly (readonly [name: string, address: string])[]) =>
  ({ id: 'leeds', title: 'Leeds', region: 'north', district: 'yorkshire', networks: [], file: '', devices: devices.map(([name, address]) => ({ name, address, labels: {}, place: { file: '', line: 1, column: 1 } })) });

let store: MemoryStore;
let notes: DeviceNotes;
let inventory: Inventory;
let current: { sites: Configuration['sites'] };
beforeEach(async () => {
  store = new MemoryStore([...inventoryMigrations, ...notesMigrations]);
  notes = createDeviceNotes(store);
  current = { sites: new Map([['leeds', leeds()]]) };
  inventory = await createInventory({ store, events: createHostEvents(), configuration: { get current() { return current; } }, kept: [notes.kept] });
});

const write = async (device: string, text: string): Promise<void> => void (await notes.add({ device, text, person: 'ada' }));
const said = async (device: string): Promise<string[]> => (await notes.of(device)).map(({ text }) => text).sort();
async function declare(...devices: readonly (readonly [name: string, address: string])[]): Promise<void> {
  current = { sites: new Map([['leeds', leeds(...devices)]]) };
  await inventory.keepDeclared();
}

test('devices that discovery finds to be one have the notes of all, and have their own when they are split again', async () => {
  const first = await inventory.record([sighting('10.0.0.1', [mac('a')])]);
  const second = await inventory.record([sighting('10.0.0.2', [mac('b')])]);
  await write(first.id, 'first');
  await write(second.id, 'second');
  const { id } = await inventory.record([sighting('10.0.0.1', [mac('a'), mac('b')])]);
  expect(await said(id)).toEqual(['first', 'second']);
  await write(id, 'later');
  const back = await inventory.split(id);
  expect([await said(back.id), await said(id)]).toEqual([[second.id === back.id ? 'second' : 'first'], ['first', 'later']]);
});

test('what came with a device that had others merged into it goes back with it', async () => {
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((value, at) => inventory.record([sighting(`10.0.0.${at + 1}`, [mac(value)])])));
  for (const device of [a, b, c]) await write(device?.id ?? '', device?.address ?? '');
  await inventory.record([sighting('10.0.0.2', [mac('a'), mac('b')])]);
  await inventory.record([sighting('10.0.0.3', [mac('b'), mac('c')])]);
  expect(await said(c?.id ?? '')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  const back = await inventory.split(c?.id ?? '');
  expect([back.id, await said(back.id), await said(c?.id ?? '')]).toEqual([b?.id, ['10.0.0.1', '10.0.0.2'], ['10.0.0.3']]);
});

test('a merge that cannot be written leaves the notes where they were', async () => {
  const first = await inventory.record([sighting('10.0.0.1', [mac('a')])]);
  const second = await inventory.record([sighting('10.0.0.2', [mac('b')])]);
  await write(second.id, 'second');
  store.failing = new Error('the disk is full');
  await expect(inventory.record([sighting('10.0.0.1', [mac('a'), mac('b')])])).rejects.toThrow('full');
  store.failing = null;
  expect([await said(first.id), await said(second.id)]).toEqual([[], ['second']]);
  await inventory.record([sighting('10.0.0.1', [mac('a'), mac('b')])]);
  expect([await said(first.id), await said(second.id)]).toEqual([['second'], []]);
});

test('notes on a device that a file names are of the one that it turns out to be', async () => {
  const known = await inventory.record([sighting('10.0.0.1', [mac('a')])]);
  await declare(['core', '10.0.0.9']);
  await write(inventory.find('core')?.id ?? '', 'the key hangs in room 4');
  await inventory.record([sighting('10.0.0.9', [mac('a')])]);
  expect([inventory.devices().map(({ id }) => id), await said(known.id)]).toEqual([[known.id], ['the key hangs in room 4']]);
});

test('a device that never answered keeps its notes under another name and at another address of the file', async () => {
  await declare(['core', '10.0.0.9']);
  await write(inventory.find('core')?.id ?? '', 'room 4');
  await declare(['core-1', '10.0.0.9']);
  expect(await said(inventory.find('core-1')?.id ?? '')).toEqual(['room 4']);
  await declare(['core-1', '10.0.0.8']);
  expect(await said(inventory.find('10.0.0.8')?.id ?? '')).toEqual(['room 4']);
});

test('the notes of a device that is removed, or named no more, go with it', async () => {
  const { id } = await inventory.record([sighting('10.0.0.1', [mac('a')])]);
  await declare(['core', '10.0.0.9']);
  const named = inventory.find('core')?.id ?? '';
  for (const device of [id, named]) await write(device, 'gone');
  await inventory.remove(id);
  await declare();
  expect([await said(id), await said(named)]).toEqual([[], []]);
});
