import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

test('its own script tells what the appliance is', async () => {
  const facts = 'product=Gate\nversion=3.1\nserial=G-0001\nhostname=gate-1\n';
  await using host = await createTestHost({ plugin, directory, devices: { gate: { ssh: { machine: { commands: { sh: facts } } } } } });
  expect(await host.identify('appliance', 'gate')).toMatchObject({ name: 'gate-1', model: 'Gate', version: '3.1', serial: 'G-0001' });
});

test('a machine that has no such product is left alone', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { other: { ssh: { machine: { commands: { sh: '' } } } } } });
  expect(await host.identify('appliance', 'other')).toBeNull();
});
