import { recordedVerification } from '../recorded-verification.ts';
import type { Driver } from '../driver.ts';
import { machineClock } from '../machine-clock.ts';
import { quoted } from '../quoted.ts';
import { roomOfFolder } from '../room-of-folder.ts';
import { locksOf } from './locks.ts';
import { resticSnapshots } from './run.ts';
import { readSnapshots } from './snapshots.ts';

/** restic's manual, "Scripting". */
export const resticDriver: Driver = {
  title: 'restic',
  reach: 'ssh',
  async isThere({ ssh }) {
    const { code, stdout } = await ssh.exec('version');
    return code === 0 && stdout.startsWith('restic ');
  },
  copies: async ({ ssh }, repository) => readSnapshots(await resticSnapshots(ssh, repository)),
  locks: ({ ssh }, repository) => locksOf(ssh, repository),
  room: roomOfFolder,
  machineOf: ({ host }) => host,
  // By its id: `latest` may be the empty or incomplete one. What is included is a pattern: signs in a path mean themselves.
  restoreCommand: ({ path, passwordFile = '' }, { id }, object) =>
    `restic --repo ${quoted(path)} --password-file ${quoted(passwordFile)} restore ${quoted(id)} --include ${quoted(object.replaceAll(/[*?[\\]/g, '\\$&'))} --target TARGET`,
  verification: recordedVerification,
  clock: ({ ssh }) => machineClock(ssh),
};
