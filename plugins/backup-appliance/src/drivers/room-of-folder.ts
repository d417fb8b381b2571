import { Unsupported } from '@jackfield/sdk';
import type { Driver } from './driver.ts';

/** The file system of a repository that is a folder of the appliance, as df(1) tells of it. */
export const roomOfFolder: NonNullable<Driver['room']> = async ({ ssh }, { path }) => {
  if (!path.startsWith('/')) throw new Unsupported(`${path} is not on this machine: its room is unknown`, { hint: 'Watch the machine that keeps it as a device of its own.' });
  const { code, stdout, stderr } = await ssh.exec('room', { repository: path });
  const numbers = (stdout.trim().split('\n').at(-1) ?? '').trim().split(/\s+/).map(Number);
  const [totalBytes = Number.NaN, freeBytes = Number.NaN, inodes = Number.NaN, freeInodes = Number.NaN] = numbers;
  if (code !== 0 || !Number.isFinite(totalBytes) || !Number.isFinite(freeBytes)) throw new Unsupported(`df of ${path}: ${stderr.trim().slice(0, 200) || 'no numbers'}`);
  return { totalBytes, freeBytes, inodesUsed: inodes > 0 && Number.isFinite(freeInodes / inodes) ? 100 * (1 - freeInodes / inodes) : null };
};
