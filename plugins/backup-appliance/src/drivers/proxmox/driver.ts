import { Unsupported } from '@jackfield/sdk';
import { isRecord, numberOf, recordsOf } from '../../json.ts';
import type { Driver } from '../driver.ts';
import { httpClock } from '../http-clock.ts';
import { quoted } from '../quoted.ts';
import { get } from './api.ts';
import { readSnapshots, readVerification } from './snapshots.ts';

const pathOf = (datastore: string): string => `/admin/datastore/${encodeURIComponent(datastore)}/snapshots`;

/** Proxmox Backup Server by its REST API; a repository is a datastore, and of it the root namespace. */
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
    return `proxmox-backup-client restore ${quoted(snapshot)} ARCHIVE TARGET --repository ${quoted(`SERVER:${path}`)}`;
  },
  copies: async ({ http }, { path }) => readSnapshots(await get(http, pathOf(path))),
  verification: async ({ http }, { path }) => readVerification(await get(http, pathOf(path)), Date.now()),
  async room({ http }, { path }) {
    const found = recordsOf(await get(http, '/status/datastore-usage')).find(({ store }) => store === path);
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
