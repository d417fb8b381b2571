import { expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { lags } from './lags.ts';
import { poe } from './poe.ts';
import { spanningTree } from './spanning-tree.ts';

let devices = 0;

function contextOf(content: { readonly [oid: string]: Content }) {
  const context = contextOver(new MemoryAgent(content));
  return { ...context, device: { ...context.device, id: `switching ${devices++}` } };
}

const names = Object.fromEntries([1, 2, 3, 4].flatMap((port) => [[`1.3.6.1.2.1.31.1.1.1.1.${100 + port}`, `Gi${port}`], [`1.3.6.1.2.1.17.1.4.1.2.${port}`, 100 + port]]));

test('what a device lacks is no fault', async () => {
  for (const [check, summary] of [[poe, 'No power over Ethernet'], [spanningTree, 'No spanning tree'], [lags, 'No link aggregates']] as const) {
    const context = contextOf(names);
    expect(await check(context)).toMatchObject({ state: 'ok', summary, items: [] });
    expect(await check(context)).toMatchObject({ state: 'ok', summary, items: [] });
  }
});

const pse = (port: string, enabled: number, status: number): { [oid: string]: Content } => ({ [`1.3.6.1.2.1.105.1.1.1.3.${port}`]: enabled, [`1.3.6.1.2.1.105.1.1.1.6.${port}`]: status });
const supply = (power: number, status: number, used: number, threshold: number): { [oid: string]: Content } =>
  Object.fromEntries([power, status, used, threshold].map((value, at) => [`1.3.6.1.2.1.105.1.3.1.1.${at + 2}.1`, value]));

test('PoE: the budget by its own threshold, ports in fault by name, disabled ones left out', async () => {
  const found = await poe(contextOf({ ...names, ...supply(370, 1, 351, 90), ...pse('1.1', 1, 3), ...pse('1.2', 1, 4), ...pse('1.3', 2, 1), ...pse('1.4', 1, 2) }));
  expect(found).toMatchObject({ state: 'warning', summary: '351 of 370 W used, above 90 %, Gi2 fault, 1 ports powered' });
  expect(found.items.map(({ name, state, summary }) => `${name}: ${state}, ${summary}`)).toEqual([
    'Power supply: warning, 351 of 370 W used, above 90 %', 'Gi1: ok, delivers power', 'Gi2: warning, fault', 'Gi4: ok, searching',
  ]);
  expect(await poe(contextOf({ ...supply(370, 3, 0, 90) }))).toMatchObject({ state: 'critical', items: [{ name: 'Power supply', summary: 'faulty' }] });
});

test('spanning tree: the root and the way to it, blocking ports, broken ones critical', async () => {
  const root = { type: 'OctetString', value: Uint8Array.of(0x80, 0, 2, 0x4c, 0x45, 1, 0, 0) } as const;
  const tree = { '1.3.6.1.2.1.17.2.4.0': 7, '1.3.6.1.2.1.17.2.5.0': root, '1.3.6.1.2.1.17.2.7.0': 2 };
  const ports = { '1.3.6.1.2.1.17.2.15.1.3.1': 5, '1.3.6.1.2.1.17.2.15.1.3.2': 5, '1.3.6.1.2.1.17.2.15.1.3.3': 2, '1.3.6.1.2.1.17.2.15.1.3.4': 1 };
  const context = contextOf({ ...names, ...tree, ...ports });
  expect(await spanningTree(context)).toMatchObject({
    state: 'ok', summary: 'root 32768 02:4c:45:01:00:00 by Gi2, 1 of 3 ports blocking', metrics: [{ name: 'stp.changes', value: 7 }, { name: 'stp.ports.blocking', value: 1 }],
  });
  expect(await spanningTree(contextOf({ ...names, ...tree, ...ports, '1.3.6.1.2.1.17.2.15.1.3.3': 6 }))).toMatchObject({ state: 'critical', summary: expect.stringContaining('Gi3 broken') });
});

const inLag = (port: number, selected: number, attached: number, bits: number): { [oid: string]: Content } => ({
  [`1.2.840.10006.300.43.1.2.1.1.12.${port}`]: selected, [`1.2.840.10006.300.43.1.2.1.1.13.${port}`]: attached,
  [`1.2.840.10006.300.43.1.2.1.1.21.${port}`]: { type: 'OctetString', value: Uint8Array.of(bits) },
});

test('link aggregates: members that carry nothing are named; a port of its own is none', async () => {
  const content = { ...names, '1.3.6.1.2.1.31.1.1.1.1.501': 'Po1', ...inLag(101, 501, 501, 0xbc), ...inLag(102, 501, 0, 0x86), ...inLag(103, 103, 103, 0x3c), ...inLag(104, 0, 0, 0) };
  expect((await lags(contextOf(content))).items).toEqual([{
    name: 'Po1', state: 'warning', summary: '1 of 2 members carry traffic: Gi2 out', metrics: [{ name: 'lag.members', value: 2 }, { name: 'lag.members.carrying', value: 1 }],
  }]);
  expect(await lags(contextOf({ ...content, ...inLag(101, 501, 501, 0x86) }))).toMatchObject({ state: 'critical', summary: 'Po1: 0 of 2 members carry traffic: Gi1, Gi2 out' });
});
