import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calledAddresses } from './assignments.ts';
import { DeviceBook } from './device-book.ts';
import { kinship } from './identity.ts';
import type { ManagedDevice } from './inventory.ts';

const word = fc.constantFrom('a1', 'b2', 'c3', 'd4');
const key = fc.record({ type: fc.constantFrom('serial' as const, 'mac' as const, 'name' as const), value: word });
const device: fc.Arbitrary<ManagedDevice> = fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5'), site: fc.constantFrom('leeds', 'york'), address: word, keys: fc.array(key, { maxLength: 4 }), at: fc.option(word) })
  .map(({ id, site, address, keys, at }) => ({
    id, site, name: id, kind: 'switch', address, addresses: [address], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, keys, interfaces: [], neighbours: [], firstSeen: '', lastSeen: '',
    plugins: at === null ? [] : [{ id: 'widget', discovery: 'widget', address: at }],
  }));
const deeds = fc.array(fc.oneof(device.map((set) => ({ set })), fc.constantFrom('1', '2', '3').map((gone) => ({ gone }))), { maxLength: 30 });

test('whatever came, changed and went: it finds what a look at each device finds, in the order of the list', () => {
  fc.assert(fc.property(deeds, fc.array(key, { maxLength: 3 }), word, (all, keys, address) => {
    const book = new DeviceBook([]);
    for (const deed of all) {
      if ('set' in deed) book.set(deed.set);
      else book.delete(deed.gone);
    }
    const here = book.all().filter(({ site }) => site === 'leeds');
    expect(book.at('leeds', address)).toEqual(here.filter((one) => calledAddresses(one).includes(address)));
    const related = (one: ManagedDevice): boolean => kinship(one.keys, keys).kind !== 'other';
    expect(book.alike('leeds', keys).filter(related)).toEqual(here.filter(related));
  }));
});

test('a book from which all is taken finds nothing', () => {
  fc.assert(fc.property(fc.array(device, { maxLength: 20 }), (devices) => {
    const book = new DeviceBook(devices);
    for (const { id } of devices) book.delete(id);
    expect([book.all(), ...devices.flatMap(({ site, address, keys }) => [book.at(site, address), book.alike(site, keys)])].flat()).toEqual([]);
  }));
});

test('a name or an engine id that many have leads to none of them, and a serial still does', () => {
  const one = (id: number): ManagedDevice => ({
    id: `${id}`, site: 'leeds', name: 'Switch', kind: 'switch', address: `10.0.0.${id}`, addresses: [], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, plugins: [],
    keys: [{ type: 'serial', value: `FX0${id}` }, { type: 'name', value: 'Switch' }, { type: 'snmpEngineId', value: '80000009' }], interfaces: [], neighbours: [], firstSeen: '', lastSeen: '',
  });
  const book = new DeviceBook(Array.from({ length: 100 }, (_, id) => one(id)));
  expect(book.alike('leeds', [{ type: 'serial', value: 'FX07' }, { type: 'name', value: 'Switch' }, { type: 'snmpEngineId', value: '80000009' }]).map(({ id }) => id)).toEqual(['7']);
});
