import { expect, test } from 'vitest';
import { lossWords, marksOf } from './marks.ts';

const device = (name: string, kind: 'phone' | 'switch', how: 'way' | 'service') => ({ device: name, name, site: 'leeds', kind, state: null, how, at: null });

test('who loses what is said by kind, the most first, and each device has one mark', () => {
  const devices = [device('one', 'phone', 'way'), device('east', 'switch', 'way'), device('two', 'phone', 'way'), device('three', 'phone', 'service')];
  const strangers = [{ device: 'east', name: 'east', site: 'leeds', port: '1', addresses: 1 }];
  expect(lossWords({ devices, strangers })).toBe('3 devices are cut off (2 phone, 1 switch); 1 loses what it is registered at; 1 address of no known device goes too.');
  expect(lossWords({ devices: [], strangers: [] })).toBe('');
  const risk = { device: 'core', name: 'core', site: 'leeds', port: '1', threat: 'cuts' as const, standIns: [] };
  expect([...marksOf({ risks: [risk], devices })]).toEqual([['one', 'way'], ['east', 'way'], ['two', 'way'], ['three', 'service'], ['core', 'risk']]);
});
