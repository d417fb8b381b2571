import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

async function hostWith(answer: string): Promise<TestHost> {
  const rules = [{ on: 'LIST readings', answer }, { on: 'QUIT', closes: true }];
  return createTestHost({ plugin, directory, devices: { gate: { tcp: { 4000: { rules } } } } });
}

test('load and charge are held against the levels, each in its direction', async () => {
  await using host = await hostWith('load 95\ncharge 40\nEND\n');
  expect(await host.check('readings', 'gate')).toMatchObject({ state: 'critical', summary: 'load 95 %, charge 40 %', items: [{ state: 'critical' }, { state: 'warning' }] });
});

test.each([['ERR unknown\n', 'Unsupported'], ['', 'Unreachable']])('the answer %j is an outcome', async (answer, kind) => {
  await using host = await hostWith(answer);
  await expect(host.check('readings', 'gate')).rejects.toMatchObject({ kind });
});
