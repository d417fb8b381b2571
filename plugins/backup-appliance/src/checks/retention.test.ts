import { expect, test } from 'vitest';
import { contextOver, defaults, MemoryAppliance, output, repository } from '../testing/memory-appliance.ts';
import { offsite } from './offsite.ts';
import { retention } from './retention.ts';

const copy = (days: number, path = '/srv') => ({ id: `${path}${days}`, hostname: 'files', paths: [path], time: new Date(Date.now() - days * 86_400_000).toISOString() });
const over = (copies: readonly object[], settings: object) => contextOver(new MemoryAppliance(() => output(JSON.stringify(copies))), { ...defaults, ...settings });

test.each([
  [[1, 9, 31], { atLeast: 30 }, 'ok', 'Copies reach back 31 d'],
  [[1, 9, 29.5], { atLeast: 30 }, 'ok', 'Copies reach back'],
  [[1, 9], { atLeast: 30 }, 'warning', 'Copies reach back 9 d, at least 30 d wanted'],
  [[1, 400], { atMost: 365 }, 'warning', 'A copy is 400 d old, at most 365 d wanted'],
  [[1, 40], { atMost: 365 }, 'ok', 'Copies reach back 40 d'],
])('copies of %j days, %j wanted: %s', async (days, wanted, state, words) => {
  expect(await retention(over(days.map((age) => copy(age)), { retention: wanted }))).toMatchObject({ state, items: [{ summary: expect.stringContaining(words) }] });
});

test('an object may have a policy of its own, and without any policy nothing is judged', async () => {
  const objects = [{ path: '/srv', rpo: 26, retention: { atLeast: 90 } }, { path: '/etc', rpo: 26 }];
  const found = await retention(over([copy(40), copy(40, '/etc')], { retention: { atLeast: 30 }, repositories: [{ ...repository, objects }] }));
  expect(found.items.map(({ name, state }) => [name, state])).toEqual([['/srv', 'warning'], ['/etc', 'ok']]);
  await expect(retention(over([copy(1)], {}))).rejects.toMatchObject({ kind: 'Unsupported' });
});

test('of Bacula two months are told: a policy of a year is judged by these', async () => {
  const jobs = (days: number): string => `JobId: 1\nName: docs\nType: B\nLevel: F\nClientName: files\nJobStatus: T\nJobTDate: ${Math.floor(Date.now() / 1_000 - days * 86_400)}\nJobBytes: 5\n`;
  const appliance = new MemoryAppliance();
  const context = contextOver(appliance, { ...defaults, retention: { atLeast: 365 }, repositories: [{ ...repository, product: 'bacula' }] });
  appliance.script = async () => output(`1000 OK: 103 dir Version: 9.6.7\n${jobs(61.5)}`);
  expect(await retention(context)).toMatchObject({ state: 'ok' });
  appliance.script = async () => output(`1000 OK: 103 dir Version: 9.6.7\n${jobs(20)}`);
  expect(await retention(context)).toMatchObject({ state: 'warning' });
});

test('a good copy in fewer repositories than wanted is a warning', async () => {
  const settings = { repositories: [{ ...repository, offsite: true }], offsite: { rpo: 50, places: 2 } };
  expect(await offsite(over([copy(1)], settings))).toMatchObject({ state: 'warning', items: [{ summary: expect.stringContaining('1 of 2 repositories') }] });
  expect(await offsite(over([copy(1)], { ...settings, repositories: [...settings.repositories, { ...repository, path: '/srv/here' }] }))).toMatchObject({ state: 'ok' });
});
