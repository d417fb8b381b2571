import { expect, test } from 'vitest';
import type { ManagedDevice } from '../inventory/index.ts';
import { trapSources } from './trap-sources.ts';

const device = (id: string, address: string, addresses: readonly string[], site = 'leeds'): ManagedDevice => ({
  id, name: id, site, kind: 'switch', address, addresses, vendor: null, model: null, os: null, version: null, serial: null, labels: {}, plugins: [], keys: [],
  interfaces: [], neighbours: [], firstSeen: '', lastSeen: '',
});

test('traps are taken from addresses in the networks of the device\'s own site, with the credentials of its place', () => {
  const devices = [device('a', '10.1.0.1', ['10.1.0.1', '10.1.0.254', '10.2.0.1', '192.168.0.1']), device('b', '10.1.0.254', ['10.1.0.254']), device('c', '10.2.0.1', []), device('gone', '', [])];
  const siteAt = (address: string): string | null => (address.startsWith('10.1.') ? 'leeds' : address.startsWith('10.2.') ? 'york' : null);
  const sources = trapSources({ devices: () => devices.map((one) => (one.id === 'c' ? { ...one, site: 'york' } : one)) }, {
    setting: (_key, scope) => ({ snmp: scope.level === 'device' && scope.device === 'a' ? { credentials: ['one', 'two'] } : { credentials: 'one' } }),
    siteOf: (address) => {
      const id = siteAt(address);
      return id === null ? null : { id, title: '', region: '', district: '', networks: [], devices: [], file: '' };
    },
  });
  expect(sources).toEqual([
    { device: 'a', address: '10.1.0.1', credentials: ['one', 'two'] },
    // The address that two have is the one's that answers there.
    { device: 'b', address: '10.1.0.254', credentials: ['one'] },
    { device: 'c', address: '10.2.0.1', credentials: ['one'] },
  ]);
});
