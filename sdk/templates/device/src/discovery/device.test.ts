import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';
import { described, directory } from '../testing/described.ts';

test('it says what the device is, and who it is by its serial number', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { one: { snmp: { model: described() } } } });
  expect(await host.identify('device', 'one')).toMatchObject({ vendor: '__title__', model: 'Model 7', serial: 'S-0001', keys: [{ type: 'serial', value: 'S-0001' }] });
});

test('a device without the maker\'s own objects is somebody else\'s', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { other: { snmp: { model: described({}) } } } });
  expect(await host.identify('device', 'other')).toBeNull();
});
