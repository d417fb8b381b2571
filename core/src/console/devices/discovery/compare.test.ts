import { expect, test } from 'vitest';
import { compared } from './compare.ts';

const device = { name: 'sw-1', site: 'leeds', kind: 'switch' as const, vendor: 'Acme', model: null, os: null, version: null, serial: null, addresses: ['10.0.0.2', '10.0.0.1'], plugins: ['snmp-switch'], keys: [{ type: 'name', value: 'sw-1' }], interfaces: [], firstSeen: '', lastSeen: null };

test('facts of two devices stand side by side: the same, another, or known of one only', () => {
  const other = { ...device, name: 'SW-1', vendor: 'Widget', serial: 'S-1', addresses: ['10.0.0.1', '10.0.0.2'], keys: [{ type: 'mac', value: '00:1b:00:00:00:01' }] };
  expect(compared(device, other).map(({ title, is }) => `${title} ${is}`)).toEqual(['Name same', 'Site same', 'Kind same', 'Vendor other', 'Serial one', 'Addresses same', 'Plugins same', 'Hardware address one']);
});
