import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

async function hostWith(http: NonNullable<Parameters<typeof createTestHost>[0]['devices'][string]['http']>): Promise<TestHost> {
  return createTestHost({ plugin, directory, devices: { gate: { http } } });
}

test('a queue that grows is a warning, then critical', async () => {
  await using host = await hostWith({ documents: { '/api/queues': { in: 3, out: 250, dead: 4000 } } });
  expect((await host.check('queues', 'gate')).items.map(({ name, state }) => [name, state])).toEqual([['in', 'ok'], ['out', 'warning'], ['dead', 'critical']]);
});

test('a login page in the place of JSON is an outcome that says so', async () => {
  await using host = await hostWith({ pages: { '/api/queues': '<html>Login</html>' } });
  await expect(host.check('queues', 'gate')).rejects.toMatchObject({ kind: 'Unsupported', message: expect.stringContaining('<html>') });
});
