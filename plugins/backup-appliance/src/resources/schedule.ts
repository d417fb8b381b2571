import { Refused, SettingsInvalid, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import { isRecord } from '../json.ts';
import type { schedule as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { FilesOfJson, isFor, workable, type FileState } from './file-of-json.ts';

export type ScheduleSpec = z.output<typeof schema>;

export type Keep = { readonly daily: number; readonly weekly: number; readonly monthly: number };

export type Schedule = { readonly repository: string; readonly passwordFile: string; readonly paths: readonly string[]; readonly onCalendar: string; readonly keep: Keep; readonly product?: 'borg' };

export type ScheduleState = FileState<Schedule>;

const shape = ['keep', 'onCalendar', 'passwordFile', 'paths', 'repository'];

function isKeep(value: unknown): value is Keep {
  return isRecord(value) && Object.keys(value).sort().join() === 'daily,monthly,weekly' && Object.values(value).every((count) => Number.isInteger(count));
}

function scheduleOf(value: unknown): Schedule | null {
  if (!isRecord(value)) return null;
  const { repository, passwordFile, paths, onCalendar, keep, product } = value;
  if (!isFor(product)) return null;
  if (Object.keys(value).sort().join() !== (product === undefined ? shape : [...shape, 'product'].sort()).join()) return null;
  if (typeof repository !== 'string' || typeof passwordFile !== 'string' || typeof onCalendar !== 'string' || !isKeep(keep)) return null;
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) return null;
  return { repository, passwordFile, paths: [...paths], onCalendar, keep: { daily: keep.daily, weekly: keep.weekly, monthly: keep.monthly }, ...(product === undefined ? {} : { product }) };
}

export const schedules = new FilesOfJson<Schedule>('/etc/jackfield/backup.d', scheduleOf);

/** Of which periods fewer copies would be kept. */
export function fewer(wanted: Keep, current: Keep): readonly string[] {
  return (['daily', 'weekly', 'monthly'] as const).filter((period) => wanted[period] < current[period]);
}

/** When what is backed up, and how many copies are kept. Fewer copies than now is a deletion and refused here: see `retention`. */
export const schedule: Resource<ScheduleSpec, ScheduleState, 'name', Settings> = {
  read: ({ ssh }, { name }) => schedules.read(ssh, name),
  plan({ settings }, current, { repository, paths, onCalendar, keep }) {
    const { passwordFile, product } = workable(settings, repository);
    if (keep.daily + keep.weekly + keep.monthly === 0) throw new SettingsInvalid('a schedule that keeps no copies');
    const lower = current.exists ? fewer(keep, current.keep) : [];
    if (lower.length > 0) {
      throw new Refused(`fewer ${lower.join(' and ')} copies than now: that deletes backups`, { hint: 'Push "backup-appliance/retention" for it, which a second person approves.' });
    }
    return { exists: true, repository, passwordFile, paths: [...paths], onCalendar, keep: { daily: keep.daily, weekly: keep.weekly, monthly: keep.monthly }, ...(product === 'borg' ? { product } : {}) };
  },
  apply: (context, wanted, current, { name }) => schedules.write(context, name, wanted, current),
  restore: (context, state, { name }) => schedules.write(context, name, state, null),
};
