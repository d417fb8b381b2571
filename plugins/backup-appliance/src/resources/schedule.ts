import { contentHash, Conflict, Refused, SettingsInvalid, type Resource, type SshReader, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import type { schedule as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type ScheduleSpec = z.output<typeof schema>;

type Keep = { readonly daily: number; readonly weekly: number; readonly monthly: number };

/** The file of one schedule, which `appliance/jackfield-backup` reads there; all of it, so that it can be put back. */
export type ScheduleState =
  | { readonly exists: false }
  | { readonly exists: true; readonly repository: string; readonly passwordFile: string; readonly paths: readonly string[]; readonly onCalendar: string; readonly keep: Keep };

const folder = '/etc/jackfield/backup.d';
const fileOf = (name: string): string => `${folder}/${name}.json`;

const shape = ['keep', 'onCalendar', 'passwordFile', 'paths', 'repository'].join();

function isSchedule(value: unknown): value is Omit<ScheduleState & { exists: true }, 'exists'> {
  if (typeof value !== 'object' || value === null || Object.keys(value).sort().join() !== shape) return false;
  const { repository, passwordFile, paths, onCalendar, keep }: { readonly [field: string]: unknown } = { ...value };
  if (typeof repository !== 'string' || typeof passwordFile !== 'string' || typeof onCalendar !== 'string' || !Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) return false;
  return typeof keep === 'object' && keep !== null && Object.keys(keep).sort().join() === 'daily,monthly,weekly' && Object.values(keep).every((count) => Number.isInteger(count));
}

/** In one order, so that equal schedules are equal text. */
function scheduleOf({ repository, passwordFile, paths, onCalendar, keep }: Omit<ScheduleState & { exists: true }, 'exists'>): ScheduleState & { exists: true } {
  return { exists: true, repository, passwordFile, paths: [...paths], onCalendar, keep: { daily: keep.daily, weekly: keep.weekly, monthly: keep.monthly } };
}

function isSame(one: ScheduleState, other: ScheduleState): boolean {
  if (!one.exists || !other.exists) return one.exists === other.exists;
  return JSON.stringify(scheduleOf(one)) === JSON.stringify(scheduleOf(other));
}

function render(state: ScheduleState & { exists: true }): Buffer {
  const { exists: _exists, ...content } = scheduleOf(state);
  return Buffer.from(`${JSON.stringify(content, null, 2)}\n`);
}

async function readFile(ssh: SshReader, name: string): Promise<{ readonly state: ScheduleState; readonly hash: string | null }> {
  const file = await ssh.readFile(fileOf(name));
  if (file === null) return { state: { exists: false }, hash: null };
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(file.content).toString('utf8'));
  } catch {
    json = null;
  }
  if (!isSchedule(json)) {
    throw new Conflict(`${fileOf(name)} is not a schedule of ours`, { hint: 'Somebody wrote it by hand: move it away, then plan again.' });
  }
  return { state: scheduleOf(json), hash: contentHash(file.content) };
}

/** `expect`: the state the file must still have. */
async function write({ ssh }: WritingContext<Settings>, name: string, wanted: ScheduleState, expect: ScheduleState | null): Promise<void> {
  const { state, hash } = await readFile(ssh, name);
  if (isSame(state, wanted)) return;
  if (expect !== null && !isSame(state, expect)) {
    throw new Conflict(`${fileOf(name)} is not as it was when read`, { hint: 'Somebody else changed it: plan again.' });
  }
  if (wanted.exists) await ssh.writeFile(fileOf(name), render(wanted), { mode: 0o644, expect: hash });
  else await ssh.removeFile(fileOf(name));
}

/** When what is backed up, and how many copies are kept. Fewer copies than now is a deletion and refused. */
export const schedule: Resource<ScheduleSpec, ScheduleState, 'name', Settings> = {
  async read({ ssh }, { name }) {
    return (await readFile(ssh, name)).state;
  },
  plan({ settings }, current, { repository, paths, onCalendar, keep }) {
    const known = settings.repositories.find(({ path }) => path === repository);
    if (known === undefined) {
      throw new SettingsInvalid(`${repository} is no repository of this appliance`, { hint: 'Name it under "repositories" in the settings, with its password file.' });
    }
    if (known.product !== 'restic' || known.passwordFile === undefined) {
      throw new SettingsInvalid(`${repository} is not of restic with a password file: schedules are for those`);
    }
    if (keep.daily + keep.weekly + keep.monthly === 0) throw new SettingsInvalid('a schedule that keeps no copies');
    if (current.exists) {
      const fewer = (['daily', 'weekly', 'monthly'] as const).filter((period) => keep[period] < current.keep[period]);
      if (fewer.length > 0) {
        throw new Refused(`fewer ${fewer.join(' and ')} copies than now: that deletes backups`, {
          hint: 'Lower retention on the appliance itself, with a second person; Jackfield only raises it.',
        });
      }
    }
    return scheduleOf({ repository, passwordFile: known.passwordFile, paths, onCalendar, keep });
  },
  apply: (context, wanted, current, { name }) => write(context, name, wanted, current),
  restore: (context, state, { name }) => write(context, name, state, null),
};
