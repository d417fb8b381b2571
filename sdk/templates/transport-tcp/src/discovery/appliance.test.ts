import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

async function hostWith(facts: string): Promise<TestHost> {
  const rules = [{ on: 'VERSION', answer: 'appliance 3.1\n' }, { on: 'LIST facts', answer: facts }, { on: 'QUIT', closes: true }];
  return createTestHost({ plugin, directory, devices: { gate: { tcp: { 4000: { rules } } } } });
}

test('its own protocol tells what the appliance is', async () => {
  await using host = await hostWith('product Gate\nversion 3.1\nserial G-0001\nname gate-1\nEND\n');
  expect(await host.identify('appliance', 'gate')).toMatchObject({ name: 'gate-1', model: 'Gate', version: '3.1', serial: 'G-0001' });
});

test('one that does not say what it is is left alone', async () => {
  await using host = await hostWith('END\n');
  expect(await host.identify('appliance', 'gate')).toBeNull();
});
