import type { Driver } from '../driver.ts';
import { machineClock } from '../machine-clock.ts';
import { quoted } from '../quoted.ts';
import { recordedVerification } from '../recorded-verification.ts';
import { roomOfFolder } from '../room-of-folder.ts';
import { readArchives, readLocks } from './archives.ts';
import { borg } from './run.ts';

/** Borg 1.1 and later: manual, "All about JSON". Locks and room are those of a repository on the machine itself. */
export const borgDriver: Driver = {
  title: 'Borg',
  reach: 'ssh',
  async isThere({ ssh }) {
    const { code, stdout } = await ssh.exec('borgVersion');
    return code === 0 && stdout.startsWith('borg ');
  },
  async copies({ ssh }, repository) {
    return readArchives(await borg(ssh, 'archives', repository));
  },
  locks: async ({ ssh }, repository) => readLocks(await borg(ssh, 'locks', repository)),
  room: roomOfFolder,
  machineOf: ({ host }) => host,
  // Borg extracts into the folder where it is run.
  restoreCommand: ({ path, passwordFile }, { id }) =>
    `cd TARGET && ${passwordFile === undefined ? '' : `BORG_PASSCOMMAND=${quoted(`cat ${quoted(passwordFile)}`)} `}borg extract ${quoted(`${path}::${id}`)}`,
  verification: recordedVerification,
  clock: ({ ssh }) => machineClock(ssh),
};
