import { Unsupported, type HttpReader } from '@jackfield/sdk';
import { isRecord, numberOf, recordsOf } from '../../json.ts';
import type { Driver } from '../driver.ts';
import { httpClock } from '../http-clock.ts';
import { quoted } from '../quoted.ts';
import type { RepositorySettings } from '../../settings.ts';
import { get } from './api.ts';
import { placeOf } from './datastore.ts';
import { readSnapshots, readVerification } from './snapshots.ts';
import { readTasks } from './tasks.ts';

const daySeconds = 86_400;
/** Tasks that are asked for: those of a month, as most are done once a day or less often. */
const taskDays = 31;
const mostTasks = 1_000;

function snapshotsOf(http: HttpReader, repository: Pick<RepositorySettings, 'path'>): Promise<unknown> {
  const { datastore, namespace } = placeOf(repository);
  return get(http, `/admin/datastore/${encodeURIComponent(datastore)}/snapshots`, namespace === '' ? {} : { ns: namespace });
}

/** Proxmox Backup Server by its REST API; a repository is a datastore, or a namespace of one. */
export const proxmoxDriver: Driver = {
  title: 'Proxmox Backup Server',
  reach: 'http',
  async isThere({ http }) {
    const version = await get(http, '/version');
    return isRecord(version) && typeof version['version'] === 'string';
  },
  // Of guests it knows numbers only.
  machineOf: ({ parts: [group = ''] }) => (group.startsWith('host/') ? group.slice('host/'.length) : ''),
  restoreCommand({ path }, { time }, group) {
    const [type, number] = group.split('/');
    const snapshot = `${group}/${new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')}`;
    if (type === 'vm') return `qmrestore ${quoted(`STORAGE:backup/${snapshot}`)} ${number}`;
    if (type === 'ct') return `pct restore ${number} ${quoted(`STORAGE:backup/${snapshot}`)}`;
    const { datastore, namespace } = placeOf({ path });
    return `proxmox-backup-client restore ${quoted(snapshot)} ARCHIVE TARGET --repository ${quoted(`SERVER:${datastore}`)}${namespace === '' ? '' : ` --ns ${quoted(namespace)}`}`;
  },
  copies: async ({ http }, { path }) => readSnapshots(await snapshotsOf(http, { path })),
  verification: async ({ http }, { path }) => readVerification(await snapshotsOf(http, { path }), Date.now()),
  roomReturnsBy: 'garbage collection',
  async jobs({ http }, { path }) {
    const { datastore, namespace } = placeOf({ path });
    // Its jobs are those of the datastore: told once, with the root.
    if (namespace !== '') return [];
    const since = Math.floor(Date.now() / 1_000) - taskDays * daySeconds;
    return readTasks(await get(http, '/nodes/localhost/tasks', { store: datastore, since: String(since), limit: String(mostTasks) }));
  },
  async room({ http }, { path }) {
    const found = recordsOf(await get(http, '/status/datastore-usage')).find(({ store }) => store === placeOf({ path }).datastore);
    const [totalBytes, freeBytes] = [numberOf(found?.['total']), numberOf(found?.['avail'])];
    if (totalBytes === null || freeBytes === null) throw new Unsupported(`Proxmox Backup Server does not tell the room of ${path}`);
    const estimate = numberOf(found?.['estimated-full-date']);
    const room = { totalBytes, freeBytes, inodesUsed: null };
    if (estimate === null) return room;
    // Its manual: a date in the past says that the usage declines or stays.
    return { ...room, fullAt: estimate * 1_000 > Date.now() ? estimate * 1_000 : null };
  },
  clock: ({ http }) => httpClock(http, '/api2/json/version'),
};
