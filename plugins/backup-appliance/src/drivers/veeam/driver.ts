import type { Driver } from '../driver.ts';
import { httpClock } from '../http-clock.ts';
import { get, rowsOf } from './api.ts';
import { copiesOf } from './copies.ts';
import { idOf, immutableDaysOf, roomOf } from './repository.ts';

const dayMs = 86_400_000;
/** Of the history of jobs; restore points are read whatever their age. */
const historyDays = 62;
const oldestFirst = { orderColumn: 'CreationTime', orderAsc: 'true' };

/** A word as PowerShell takes it, for people to paste. */
const quoted = (word: string): string => `'${word.replaceAll("'", "''")}'`;

/** Veeam Backup & Replication 12.2 and later by its REST API on port 9419; a repository is one by its name. */
export const veeamDriver: Driver = {
  title: 'Veeam Backup & Replication',
  reach: 'http',
  async isThere({ http }) {
    return typeof (await get(http, '/serverInfo'))['buildVersion'] === 'string';
  },
  machineOf: ({ parts: [object = ''] }) => object,
  restoreCommand: (_repository, { id }, object) =>
    `Start-VBRRestoreVM -RestorePoint (Get-VBRRestorePoint -Name ${quoted(object)} | Where-Object Id -eq ${quoted(id)})`,
  async copies({ http }, { path }) {
    const repositoryId = await idOf(http, path);
    const since = { ...oldestFirst, createdAfterFilter: new Date((Math.floor(Date.now() / dayMs) - historyDays) * dayMs).toISOString() };
    const backups = (await rowsOf(http, '/backups')).filter((backup) => backup['repositoryId'] === repositoryId);
    return copiesOf({
      backups, points: await rowsOf(http, '/restorePoints', oldestFirst),
      sessions: await rowsOf(http, '/sessions', since), tasks: await rowsOf(http, '/taskSessions', since),
    });
  },
  room: ({ http }, { path }) => roomOf(http, path),
  immutability: ({ http }, { path }) => immutableDaysOf(http, path),
  clock: ({ http }) => httpClock(http, '/api/v1/serverInfo'),
};
