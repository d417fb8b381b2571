import { createTestHost, type TestHost } from '@jackfield/core/testing';
import type { Varbind } from '@jackfield/sdk';
import { expect, test, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import plugin from '../plugin.ts';
import { meaningOf } from './known-traps.ts';

const directory = new URL('../..', import.meta.url);
const model = { name: 'sw1', descr: 'A switch', objectID: '1.3.6.1.4.1.99999.1', ports: [{ name: 'Gi[1-2]' }] };
const open = (): Promise<TestHost> => createTestHost({ plugin, directory, devices: { sw1: { snmp: { model } } } });
const standard = (number: number): string => `1.3.6.1.6.3.1.1.5.${number}`;
const index: Varbind = { oid: '1.3.6.1.2.1.2.2.1.1.2', value: { type: 'Integer', value: 2 } };
const descr: Varbind = { oid: '1.3.6.1.2.1.2.2.1.2.2', value: { type: 'OctetString', value: Buffer.from('Gi2') } };

test.each([
  [1, [], 'coldStart', 'it has started', ['uptime', 'ports']],
  [2, [], 'warmStart', 'its agent has started', ['uptime', 'ports']],
  [3, [index], 'linkDown', 'a link went down: port 2', ['ports']],
  [4, [index, descr], 'linkUp', 'a link came up: Gi2', ['ports']],
  [5, [], 'authenticationFailure', 'somebody asked it with wrong credentials', []],
] satisfies [number, Varbind[], string, string, string[]][])('trap %i hints at the checks that see what it tells', async (number, varbinds, name, summary, hints) => {
  await using host = await open();
  await using watch = await host.watch('traps', 'sw1');
  // A vendor's trap before it: nothing that this plugin checks.
  await host.notify('sw1', { oid: '1.3.6.1.4.1.99999.0.1' });
  await host.notify('sw1', { oid: standard(number), varbinds });
  expect(await watch.next()).toEqual({ name, summary, hints });
});

test.each([
  ['1.3.6.1.2.1.17.0.2', 'topologyChange', ['spanningTree']], ['1.3.6.1.2.1.47.2.0.1', 'entConfigChange', ['stack', 'sensors']], ['1.3.6.1.2.1.105.0.1', 'pethPsePortOnOff', ['poe']],
  ['1.3.6.1.2.1.33.2.1', 'upsTrap', ['sensors']], ['1.3.6.1.2.1.33.2.0.1', 'upsTrap', ['sensors']], ['1.3.6.1.4.1.9.9.500.0.0.6', 'stackChange', ['stack']], ['1.3.6.1.4.1.9.9.50.0.1', undefined, undefined],
])('trap %s is %s', (oid, name, hints) => {
  const meaning = meaningOf(oid);
  expect(meaning?.name).toBe(name);
  expect(meaning?.hints).toEqual(hints);
  for (const hint of meaning?.hints ?? []) expect(Object.keys(manifest.jackfield.contributes.checks)).toContain(hint);
});

test('what came before the watcher listened is not lost, in whatever version, and an inform is acknowledged', async () => {
  await using host = await open();
  await host.notify('sw1', { oid: standard(3), version: '1', varbinds: [index] });
  expect(await host.notify('sw1', { oid: standard(4), kind: 'inform', varbinds: [index] })).toBe(true);
  await using watch = await host.watch('traps', 'sw1');
  expect((await watch.next()).name).toBe('linkDown');
  expect((await watch.next()).name).toBe('linkUp');
});

test('hundreds of watchers at once are one plugin\'s good right', async () => {
  await using host = await open();
  const watches = await Promise.all(Array.from({ length: 300 }, () => host.watch('traps', 'sw1')));
  await vi.waitUntil(() => host.operations.filter(({ op }) => op === 'snmp.traps').length === 300, { timeout: 10_000 });
  await host.notify('sw1', { oid: standard(3), varbinds: [index] });
  const [first] = watches;
  for (let told = 0; told < 300; told += 1) expect((await first?.next())?.name).toBe('linkDown');
});
