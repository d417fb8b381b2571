import type { NetworkInterface } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { compactDevice } from './compact-device.ts';
import type { ManagedDevice } from './inventory.ts';

const ports = Array.from({ length: 33 }, (_, index): NetworkInterface => ({
  index, name: `Gi1/0/${index}`, description: null, alias: 'Zürich, Gebäude 3', type: '6', adminStatus: 'up', operStatus: 'up', speed: 1e9, mtu: 1_500, mac: `02:4c:45:01:00:${String(index).padStart(2, '0')}`,
}));
/** All that a device may have. */
const device: Required<ManagedDevice> = {
  id: 'dev-1', name: 'sw', site: 'leeds', kind: 'switch', address: '10.0.0.1', addresses: [], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, sysObjectID: '1.3.6.1.4.1.9.1.1208',
  plugins: [{ id: 'snmp-switch', discovery: 'switch', address: '10.0.0.2', said: { kind: 'switch', name: 'sw', vendor: 'Cisco', model: 'WS-C2960X', os: 'IOS', version: '15.2', serial: 'FOC1', confidence: 0.9, keys: [{ type: 'serial', value: 'FOC1' }] } }, { id: 'nut-ups', discovery: 'ups' }],
  keys: Array.from({ length: 8 }, (_, number) => ({ type: 'mac' as const, value: `02:4c:45:01:00:0${number}` })), attachedTo: { device: 'dev-2', as: null },
  interfaces: ports, neighbours: [], vlans: [{ id: 1, name: 'default', untagged: ['Gi1/0/1'], tagged: [] }], parts: [], stations: [], arp: [], firstSeen: '', lastSeen: '',
};

test('whoever looks at a compact device, copies it or writes it down sees the same', () => {
  const compact = compactDevice(device);
  expect(compact).toEqual(device);
  expect({ ...compact, name: 'other' }).toEqual({ ...device, name: 'other' });
  expect(JSON.parse(JSON.stringify(compact))).toEqual(device);
  expect(compactDevice(compact)).toEqual(device);
  expect(Object.keys(compact).sort()).toEqual(Object.keys(device).sort());
});

test('a list that is not there stays away, and a copy keeps nothing compact', () => {
  const { parts: _parts, ...without } = device;
  expect('parts' in compactDevice(without)).toBe(false);
  const { interfaces } = compactDevice({ ...compactDevice(device), interfaces: ports.slice(1) });
  expect(interfaces).toEqual(ports.slice(1));
});
