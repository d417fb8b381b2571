import { expect, test } from 'vitest';
import { bytes, countsOf, fits, seconds, size, wayTo } from './words.ts';

const snmp = {
  id: 'snmp-switch', packageName: '@acme/snmp-switch', version: '0.1.0', title: 'Switches', checks: [], discovery: [], resources: [], dashboards: {}, metrics: [], off: null, hasSettings: true, level: 'apply', publisher: 'Acme', source: null, granted: null,
  contributions: [{ kind: 'check', name: 'ports', title: 'Ports' }, { kind: 'check', name: 'uptime', title: 'Uptime' }, { kind: 'resource', name: 'vlan', title: 'VLAN' }],
  permissions: [{ words: 'read 1.3.6.1 over SNMP', writes: false }],
} as const;

test('a plugin is found by what it is called, brings or may do, and all words count', () => {
  expect(['', 'acme', 'SNMP vlan', 'uptime ports', '1.3.6'].map((typed) => fits(snmp, typed))).toEqual([true, true, true, true, true]);
  expect(['vlan telephone', 'ssh'].map((typed) => fits(snmp, typed))).toEqual([false, false]);
});

test('what it brings is counted in words', () => {
  expect(countsOf(snmp.contributions)).toBe('2 checks, 1 resource');
});

test('what it takes is read at a glance', () => {
  expect([bytes(null), bytes(52_428_800), seconds(340), seconds(12_340)]).toEqual(['–', '50.0 MB', '340 ms', '12.3 s']);
});

test('the version that is kept is behind or before the one that runs', () => {
  expect([wayTo('1.9.0', '1.10.0'), wayTo('1.10.0', '1.9.0')]).toEqual(['Roll back to 1.9.0', 'Go forward to 1.10.0']);
  expect([size(1), size(2_048), size(3_145_728)]).toEqual(['1 kB', '2 kB', '3.0 MB']);
});
