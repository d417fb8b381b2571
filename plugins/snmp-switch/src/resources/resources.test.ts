import { Conflict, Unsupported } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { contextOver, MemoryAgent } from '../testing/memory-agent.ts';
import { port } from './port.ts';
import { system } from './system.ts';

test('the system identity is set once, read back, and put back as it was', async () => {
  const snmp = new MemoryAgent({ '1.3.6.1.2.1.1.4.0': 'noc', '1.3.6.1.2.1.1.5.0': 'sw1', '1.3.6.1.2.1.1.6.0': 'attic' });
  const context = contextOver(snmp);
  const before = await system.read(context, {});
  const wanted = await system.plan(context, before, { location: 'cellar' });
  await system.apply(context, wanted, before, {});
  await system.apply(context, wanted, before, {});
  expect(await system.read(context, {})).toEqual({ name: 'sw1', contact: 'noc', location: 'cellar' });
  expect(snmp.sets.map((varbinds) => varbinds.map(({ oid }) => oid))).toEqual([['1.3.6.1.2.1.1.6.0']]);
  await system.restore(context, before, {});
  expect(await system.read(context, {})).toEqual(before);
});

function switchWith(index: number): MemoryAgent {
  return new MemoryAgent({
    [`1.3.6.1.2.1.31.1.1.1.1.${index}`]: 'Gi1', [`1.3.6.1.2.1.2.2.1.2.${index}`]: 'GigabitEthernet1',
    [`1.3.6.1.2.1.31.1.1.1.18.${index}`]: 'old', [`1.3.6.1.2.1.2.2.1.7.${index}`]: 1,
  });
}

test('a port is found by its name, also after a restart gave it another index', async () => {
  const key = { port: 'Gi1' };
  const before = await port.read(contextOver(switchWith(10)), key);
  const wanted = await port.plan(contextOver(switchWith(10)), before, { port: 'Gi1', alias: 'new', adminStatus: 'down' });
  const restarted = switchWith(25);
  await port.apply(contextOver(restarted), wanted, before, key);
  expect(await port.read(contextOver(restarted), { port: 'GigabitEthernet1' })).toEqual({ alias: 'new', adminStatus: 'down' });
  expect(restarted.sets).toHaveLength(1);
  await port.restore(contextOver(restarted), before, key);
  expect(await port.read(contextOver(restarted), key)).toEqual(before);
});

test('the ports are listed by the names they are read by, those without a name of their own by the other', async () => {
  const agent = new MemoryAgent({
    '1.3.6.1.2.1.31.1.1.1.1.1': 'Gi1', '1.3.6.1.2.1.2.2.1.2.1': 'GigabitEthernet1', '1.3.6.1.2.1.31.1.1.1.1.2': '', '1.3.6.1.2.1.2.2.1.2.2': 'GigabitEthernet2',
    '1.3.6.1.2.1.31.1.1.1.1.3': 'twin', '1.3.6.1.2.1.31.1.1.1.1.4': 'twin',
  });
  expect(await port.list?.(contextOver(agent))).toEqual([{ port: 'Gi1' }, { port: 'GigabitEthernet2' }]);
});

test('a port that is not there or not one is refused before anything is set', async () => {
  await expect(port.read(contextOver(switchWith(1)), { port: 'Gi9' })).rejects.toThrow(Unsupported);
  const twins = new MemoryAgent({ '1.3.6.1.2.1.2.2.1.2.1': 'eth', '1.3.6.1.2.1.2.2.1.2.2': 'eth' });
  await expect(port.read(contextOver(twins), { port: 'eth' })).rejects.toThrow(Conflict);
});
