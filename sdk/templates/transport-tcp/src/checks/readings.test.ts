import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

async function hostWith(answer: string): Promise<TestHost> {
  const tcp = { 4000: { rules: [{ on: 'LIST readings', answer }] } };
  return createTestHost({ plugin, directory, devices: { gate: { tcp } } });
}

test('load and charge are held against the levels, each in its direction', async () => {
  await using host = await hostWith('load 95\ncharge 40\nEND\n');
  expect(await host.check('readings', 'gate')).toMatchObject({ state: 'critical', summary: 'load 95 %, charge 40 %', items: [{ state: 'critical' }, { state: 'warning' }] });
});

test('an answer that is none is an outcome', async () => {
  await using host = await hostWith('ERR unknown\n');
  await expect(host.check('readings', 'gate')).rejects.toMatchObject({ kind: 'Unsupported' });
});
