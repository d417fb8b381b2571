import { createTestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);
const gate = { ssh: { machine: {} }, files: { '/etc/appliance/thresholds.json': '{"shutdownAt":10}\n' } };

test('a push writes the file whole, and an undo puts the old one back', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { gate } });
  const plan = await host.push('thresholds', 'gate', { shutdownAt: 15 });
  expect(host.device('gate').files.text('/etc/appliance/thresholds.json')).toBe('{"shutdownAt":15}\n');
  await host.restore('thresholds', 'gate', plan);
  expect(host.device('gate').files.text('/etc/appliance/thresholds.json')).toBe('{"shutdownAt":10}\n');
});

test('a full disk leaves the old file as it was', async () => {
  await using host = await createTestHost({ plugin, directory, devices: { gate } });
  const plan = await host.plan('thresholds', 'gate', { shutdownAt: 15 });
  const { ssh } = host.device('gate');
  if (ssh !== null) ssh.faults = { diskFull: true };
  await expect(host.apply('thresholds', 'gate', plan)).rejects.toThrow();
  expect(host.device('gate').files.text('/etc/appliance/thresholds.json')).toBe('{"shutdownAt":10}\n');
});
