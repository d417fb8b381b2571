import { Refused, Unsupported } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, MemoryAgent, type Content } from '../testing/memory-agent.ts';
import { portPower } from './port-power.ts';
import { portSpanningTree } from './port-spanning-tree.ts';

const enable = '1.3.6.1.2.1.105.1.1.1.3';

/** Ethernet interfaces by index, and ports of POWER-ETHERNET-MIB by group.port, all of them on. */
function powered(names: { readonly [index: number]: string }, ports: readonly string[], more: { readonly [oid: string]: Content } = {}): MemoryAgent {
  return new MemoryAgent({
    ...Object.fromEntries(Object.entries(names).flatMap(([index, name]) => [[`1.3.6.1.2.1.31.1.1.1.1.${index}`, name], [`1.3.6.1.2.1.2.2.1.3.${index}`, 6]])),
    ...Object.fromEntries(ports.map((port) => [`${enable}.${port}`, 1])), ...more,
  });
}

const written = (agent: MemoryAgent): readonly string[] => agent.sets.flatMap((varbinds) => varbinds.map(({ oid }) => oid));

test('power goes off at the port that is named, once, and back on by an undo', async () => {
  const agent = powered({ 10101: 'Gi1/0/1', 10102: 'Gi1/0/2', 10201: 'Gi2/0/1', 10149: 'Gi1/1/1' }, ['1.1', '1.2', '2.1']);
  const context = contextOver(agent);
  const key = { port: 'Gi2/0/1' };
  const before = await portPower.read(context, key);
  const wanted = await portPower.plan(context, before, { ...key, enabled: false });
  await portPower.apply(context, wanted, before, key);
  await portPower.apply(context, wanted, before, key);
  expect(written(agent)).toEqual([`${enable}.2.1`]);
  expect(await portPower.read(context, key)).toEqual({ enabled: false });
  await portPower.restore(context, before, key);
  expect(await portPower.read(context, key)).toEqual(before);
  expect(await portPower.list?.(context)).toEqual([{ port: 'Gi1/0/1' }, { port: 'Gi1/0/2' }, { port: 'Gi2/0/1' }]);
});

test('where names do not tell, Cisco\'s entities do, or ports that are all numbered as their interfaces', async () => {
  const entities = { '1.3.6.1.4.1.9.9.402.1.2.1.11.1.1': 1_007, '1.3.6.1.2.1.47.1.1.1.1.7.1007': 'Gi0/1' };
  expect(await portPower.read(contextOver(powered({ 1: 'Gi0/1' }, ['1.1'], entities)), { port: 'Gi0/1' })).toEqual({ enabled: true });
  expect(await portPower.list?.(contextOver(powered({ 25: 'B1', 26: 'B2' }, ['2.25', '2.26'])))).toEqual([{ port: 'B1' }, { port: 'B2' }]);
});

test('a port of which nobody can tell which it is, is never written', async () => {
  await expect(portPower.read(contextOver(powered({ 1: 'Gi1/0/1', 2: 'Te1/0/1' }, ['1.1'])), { port: 'Gi1/0/1' })).rejects.toThrow(Unsupported);
  await expect(portPower.read(contextOver(powered({ 7: 'uplink' }, ['1.1'])), { port: 'uplink' })).rejects.toThrow(Unsupported);
  await expect(portPower.read(contextOver(powered({ 7: 'uplink' }, [])), { port: 'uplink' })).rejects.toThrow('POWER-ETHERNET-MIB');
});

test('a port becomes an edge port in one SET; what the agent does not tell is refused', async () => {
  const agent = powered({ 101: 'ge-2' }, [], { '1.3.6.1.2.1.17.1.4.1.2.2': 101, '1.3.6.1.2.1.17.2.19.1.2.2': 2 });
  const context = contextOver(agent);
  const key = { port: 'ge-2' };
  const before = await portSpanningTree.read(context, key);
  expect(before).toEqual({ enabled: null, edge: false });
  expect(() => portSpanningTree.plan(context, before, { ...key, enabled: false })).toThrow(Refused);
  const wanted = await portSpanningTree.plan(context, before, { ...key, edge: true });
  await portSpanningTree.apply(context, wanted, before, key);
  await portSpanningTree.apply(context, wanted, before, key);
  expect(written(agent)).toEqual(['1.3.6.1.2.1.17.2.19.1.2.2']);
  expect(await portSpanningTree.list?.(context)).toEqual([key]);
  await portSpanningTree.restore(context, before, key);
  expect(await portSpanningTree.read(context, key)).toEqual(before);
  await expect(portSpanningTree.read(contextOver(powered({ 101: 'ge-2' }, [], { '1.3.6.1.2.1.17.1.4.1.2.2': 101 })), key)).rejects.toThrow(Unsupported);
});
