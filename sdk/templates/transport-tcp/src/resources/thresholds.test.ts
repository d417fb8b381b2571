import { createTestHost, type TestHost } from '@jackfield/core/testing';
import { expect, test } from 'vitest';
import plugin from '../plugin.ts';

const directory = new URL('../..', import.meta.url);

async function hostWith({ login = 'OK\n', set = 'OK\n' }: { readonly login?: string; readonly set?: string }): Promise<TestHost> {
  const rules = [
    { on: 'LIST thresholds', answer: 'shutdownAt {{at}}\nEND\n' }, { on: '(USER|PASS) .+', answer: login },
    { on: 'SET shutdownAt (\\d+)', answer: set, set: { [set === 'OK\n' ? 'at' : 'asked']: '$1' } }, { on: 'QUIT', closes: true },
  ];
  return createTestHost({ plugin, directory, devices: { gate: { tcp: { 4000: { variables: { at: '10', asked: '' }, rules } } } } });
}

test('a push logs in and sets it, and an undo puts the old one back', async () => {
  await using host = await hostWith({});
  const plan = await host.push('thresholds', 'gate', { shutdownAt: 15 });
  expect(host.device('gate').tcp.get(4000)?.device.variables.get('at')).toBe('15');
  await host.restore('thresholds', 'gate', plan);
  expect(host.device('gate').tcp.get(4000)?.device.variables.get('at')).toBe('10');
});

test.each([[{ login: 'DENIED\n' }, 'AuthFailed'], [{ set: 'REFUSED\n' }, 'Refused']])('%j is an outcome', async (answers, kind) => {
  await using host = await hostWith(answers);
  const plan = await host.plan('thresholds', 'gate', { shutdownAt: 15 });
  await expect(host.apply('thresholds', 'gate', plan)).rejects.toMatchObject({ kind });
});
