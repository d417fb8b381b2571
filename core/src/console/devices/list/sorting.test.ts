import { expect, test } from 'vitest';
import { indexed } from '../search/index.ts';
import { ordered, orderOf, orderText } from './sorting.ts';

const one = (name: string, state: 'ok' | 'warning' | 'critical' | null, vendor: string | null, address: string) => indexed({
  id: name, name, site: 'leeds', kind: 'switch', addresses: [address], vendor, model: null, os: null, version: null, serial: null, plugins: [], state,
}, new Map());
const devices = [one('edge-10', 'ok', 'Cisco', '10.0.0.10'), one('edge-9', 'critical', null, '10.0.0.9'), one('core', null, 'Aruba', '10.0.0.100'), one('edge-1', 'warning', 'Cisco', '9.0.0.1')];
const names = (order: string | null): string => ordered(devices, orderOf(order)).map(({ device }) => device.name).join(' ');

test('the worst come first; numbers in names and addresses count as numbers; what is not known comes last', () => {
  expect(names(null)).toBe('edge-9 edge-1 edge-10 core');
  expect(names('-state')).toBe('core edge-10 edge-1 edge-9');
  expect(names('name')).toBe('core edge-1 edge-9 edge-10');
  expect(names('address')).toBe('edge-1 edge-9 edge-10 core');
  expect(names('vendor')).toBe('core edge-1 edge-10 edge-9');
  expect(names('-vendor')).toBe('edge-1 edge-10 core edge-9');
});

test('an order is the same after it was in a link; one that there is not is the usual one', () => {
  expect(['-name', 'vendor'].map((text) => orderText(orderOf(text)))).toEqual(['-name', 'vendor']);
  expect(orderOf('price')).toEqual({ column: 'state', down: false });
});
