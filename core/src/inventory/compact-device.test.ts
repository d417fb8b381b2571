import type { NetworkInterface } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { compactDevice } from './compact-device.ts';
import type { ManagedDevice } from './inventory.ts';

const ports = Array.from({ length: 33 }, (_, index): NetworkInterface => ({
  index, name: `Gi1/0/${index}`, description: null, alias: 'Zürich, Gebäude 3', type: '6', adminStatus: 'up', operStatus: 'up', speed: 1e9, mtu: 1_500, mac: `02:4c:45:01:00:${String(index).padStart(2, '0')}`,
}));
const device: ManagedDevice = {
  id: 'dev-1', name: 'sw', site: 'leeds', kind: 'switch', address: '10.0.0.1', addresses: [], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, plugins: [], keys: [],
  interfaces: ports, neighbours: [], vlans: [{ id: 1, name: 'default', untagged: ['Gi1/0/1'], tagged: [] }], firstSeen: '', lastSeen: '',
};

test('whoever looks at a compact device, copies it or writes it down sees the same', () => {
  const compact = compactDevice(device);
  expect(compact).toEqual(device);
  expect({ ...compact, name: 'other' }).toEqual({ ...device, name: 'other' });
  expect(JSON.parse(JSON.stringify(compact))).toEqual(device);
  expect(Object.keys(compact)).toEqual(Object.keys(device));
});

test('a list that is not there stays away, and a copy keeps nothing compact', () => {
  expect('parts' in compactDevice(device)).toBe(false);
  const { interfaces } = compactDevice({ ...compactDevice(device), interfaces: ports.slice(1) });
  expect(interfaces).toEqual(ports.slice(1));
});
