import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';
import { described, directory } from '../testing/described.ts';

test('a push changes what it names, and an undo puts it back', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { one: { snmp: { model: described() } } } });
  const plan = await host.push('place', 'one', { location: 'Rack 4' });
  expect(plan.differences).toEqual([{ path: 'location', before: 'Shelf', after: 'Rack 4' }]);
  await host.restore('place', 'one', plan);
  expect(await host.read('place', 'one')).toEqual({ location: 'Shelf', contact: '' });
  expect(host.refusals).toEqual([]);
});

test('with a grant to read only, nothing is written', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { one: { snmp: { model: described() } } }, grant: 'read' });
  await expect(host.push('place', 'one', { location: 'Rack 4' })).rejects.toThrow('only reading is granted');
});
