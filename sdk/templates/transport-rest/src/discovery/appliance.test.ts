import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);
const server = '__id__/3.1';

test('its own interface tells what the appliance is', async () => {
  const documents = { '/api/system': { product: 'Gate', version: '3.1', serial: 'G-0001', hostname: 'gate-1' } };
  await using host = await createTestHost({ plugin, directory, devices: { gate: { http: { server, documents } } } });
  expect(await host.identify('appliance', 'gate')).toMatchObject({ name: 'gate-1', model: 'Gate', version: '3.1', serial: 'G-0001' });
});

test('a login page, and a server that has no such interface, are left alone', async () => {
  const devices = { page: { http: { server, pages: { '/api/system': '<html>Login</html>' } } }, other: { http: { server } } };
  await using host = await createTestHost({ plugin, directory, devices });
  for (const name of Object.keys(devices)) expect(await host.identify('appliance', name)).toBeNull();
});

test.each([[503, 'NotReady'], [401, 'AuthFailed']])('status %d is %s', async (status, kind) => {
  const devices = { gate: { http: { server }, faults: { http: { status } } } };
  await using host = await createTestHost({ plugin, directory, devices });
  await expect(host.inspect('appliance', 'gate')).rejects.toMatchObject({ kind });
});
