import type { HttpWriter } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { outcomes } from '../../checks/outcomes.ts';
import { retention } from '../../checks/retention.ts';
import { contextOver, defaults, MemoryAppliance, repository } from '../../testing/memory-appliance.ts';

const hour = 3_600;
const now = Math.floor(Date.now() / 1_000);
const task = (worker_type: string, hours: number, status: string | undefined, took = 60) => ({ worker_type, worker_id: 'tank', starttime: now - hours * hour - took, ...(status === undefined ? {} : { status, endtime: now - hours * hour }) });
const snapshot = (days: number, more: object = {}) => ({ 'backup-type': 'vm', 'backup-id': '100', 'backup-time': now - days * 24 * hour, size: 1, ...more });

function over(path: string, tasks: readonly object[], snapshots: readonly object[] = [snapshot(0)], settings: object = {}) {
  const asked: string[] = [];
  const http: HttpWriter = {
    async get(url, { query = {} } = {}) {
      asked.push(`${url} ${JSON.stringify(query)}`);
      return { status: 200, headers: {}, body: JSON.stringify({ data: url.includes('/tasks') ? tasks : snapshots }), truncated: false };
    },
    send: async () => Promise.reject(new Error('nothing is written')),
  };
  return { asked, context: contextOver(new MemoryAppliance(), { ...defaults, ...settings, repositories: [{ ...repository, path, product: 'proxmox', objects: [] }] }, http) };
}

test('verification, pruning, copying on and garbage collection are items: how the newest run of each ended, and how many in a row', async () => {
  const { context, asked } = over('tank', [
    task('garbage_collection', 2, 'OK', 1_200), task('prunejob', 3, 'WARNINGS: 2'), task('prunejob', 27, 'OK'), task('verificationjob', 1, undefined), task('verificationjob', 25, 'OK'),
    ...[5, 29, 53].map((hours) => task('syncjob', hours, 'connection refused')), task('backup', 1, 'OK'),
  ]);
  const { items, state } = await outcomes(context);
  expect(items.slice(1).map(({ name, state: each, summary }) => [name, each, summary]).sort()).toEqual([
    ['tank: garbage collection', 'ok', 'Done 2 h ago'],
    ['tank: prune', 'warning', 'Done with warnings 3 h ago, 1 in a row: WARNINGS: 2'],
    ['tank: sync', 'critical', 'Failed 5 h ago, 3 in a row: connection refused'],
    ['tank: verification', 'ok', 'Done 25 h ago'],
  ]);
  expect(state).toBe('critical');
  expect(items.find(({ name }) => name === 'tank: garbage collection')?.metrics).toContainEqual({ name: 'job.duration', value: 1_200 });
  expect(asked).toEqual(['/api2/json/admin/datastore/tank/snapshots {}', expect.stringMatching(/^\/api2\/json\/nodes\/localhost\/tasks {"store":"tank","since":"\d+","limit":"1000"}$/)]);
});

test('a datastore that is pruned and never cleaned up is a warning; where no task may be seen nothing is said', async () => {
  expect((await outcomes(over('tank', [task('prune', 3, 'OK')]).context)).items).toContainEqual(expect.objectContaining({ name: 'tank: garbage collection', state: 'warning' }));
  expect((await outcomes(over('tank', []).context)).items.map(({ name }) => name)).toEqual(['vm/100']);
});

test('a namespace is a repository of its own, and its datastore tells of the jobs', async () => {
  const { context, asked } = over('tank/leeds/prod', [task('prune', 3, 'OK')]);
  expect((await outcomes(context)).items.map(({ name }) => name)).toEqual(['vm/100']);
  expect(asked).toEqual(['/api2/json/admin/datastore/tank/snapshots {"ns":"leeds/prod"}']);
});

test('a copy that is protected may be older than the policy lets others be', async () => {
  const policy = { retention: { atMost: 30 } };
  expect(await retention(over('tank', [], [snapshot(0), snapshot(400, { protected: true })], policy).context)).toMatchObject({ state: 'ok', items: [{ summary: 'Copies reach back 400 d, 1 protected' }] });
  expect(await retention(over('tank', [], [snapshot(0), snapshot(400)], policy).context)).toMatchObject({ state: 'warning' });
});
