import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';
import { described, directory, sensorTable } from '../testing/described.ts';

async function hostWith(sensors: { readonly [name: string]: number }, settings = {}): Promise<TestHost> {
  return createTestHost({ plugin, directory, devices: { one: { snmp: { model: described(sensorTable(sensors)) } } }, settings });
}

test('each sensor is held against the levels', async () => {
  await using host = await hostWith({ Inlet: 24, Outlet: 50, 'Power supply': 70 });
  const { state, summary, items } = await host.check('sensors', 'one');
  expect(items.map((item) => [item.name, item.state])).toEqual([['Inlet', 'ok'], ['Outlet', 'warning'], ['Power supply', 'critical']]);
  expect([state, summary]).toEqual(['critical', '2 of 3 sensors too hot']);
});

test('a site may set other levels', async () => {
  await using host = await hostWith({ Inlet: 24 }, { sensors: { warning: 20 } });
  expect(await host.check('sensors', 'one')).toMatchObject({ state: 'warning' });
});

test('a device without sensors says so', async () => {
  await using host = await hostWith({});
  await expect(host.check('sensors', 'one')).rejects.toThrow('no sensors');
});
