import { Unsupported } from '@jackfield/sdk';
import { readUsage } from '../forecast.ts';
import type { Driver } from './driver.ts';

/** The file system of a repository that is a folder of the appliance, as df(1) tells of it, and what the appliance's program wrote of its use. */
export const roomOfFolder: NonNullable<Driver['room']> = async ({ ssh, settings }, { path }) => {
  if (!path.startsWith('/')) throw new Unsupported(`${path} is not on this machine: its room is unknown`, { hint: 'Watch the machine that keeps it as a device of its own.' });
  const { code, stdout, stderr } = await ssh.script('room', [path, settings.capacity.usageFile]);
  const [told = '', usage = ''] = stdout.split(/^usage$/m);
  const numbers = (told.trim().split('\n').at(-1) ?? '').trim().split(/\s+/).map(Number);
  const [totalBytes = Number.NaN, freeBytes = Number.NaN, inodes = Number.NaN, freeInodes = Number.NaN] = numbers;
  if (code !== 0 || !Number.isFinite(totalBytes) || !Number.isFinite(freeBytes)) throw new Unsupported(`df of ${path}: ${stderr.trim().slice(0, 200) || 'no numbers'}`);
  const inodesUsed = inodes > 0 && Number.isFinite(freeInodes / inodes) ? 100 * (1 - freeInodes / inodes) : null;
  const samples = readUsage(usage).get(path);
  return { totalBytes, freeBytes, inodesUsed, ...(samples === undefined ? {} : { samples }) };
};
