import { NotReady, SettingsInvalid, Unsupported, type Resource } from '@jackfield/sdk';
import type { z } from 'zod';
import type { retention as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { schedules, type Keep } from './schedule.ts';

type RetentionSpec = z.output<typeof schema>;

export type RetentionState = { readonly keep: Keep };

/**
 * How many copies a schedule keeps, fewer than now as well: what its next run then forgets, nobody brings back. Its commit class
 * is `irreversible`, and its manifest asks for a second person.
 */
export const retention: Resource<RetentionSpec, RetentionState, 'name', Settings> = {
  async read({ ssh }, { name }) {
    const state = await schedules.read(ssh, name);
    if (!state.exists) throw new Unsupported(`there is no schedule ${name}`, { hint: 'Push "backup-appliance/schedule" first.' });
    return { keep: state.keep };
  },
  plan(_context, _current, { keep }) {
    if (keep.daily + keep.weekly + keep.monthly === 0) throw new SettingsInvalid('a schedule that keeps no copies');
    return { keep: { daily: keep.daily, weekly: keep.weekly, monthly: keep.monthly } };
  },
  async apply(context, { keep }, _current, { name }) {
    const state = await schedules.read(context.ssh, name);
    if (!state.exists) throw new NotReady(`the schedule ${name} is gone`);
    await schedules.write(context, name, { ...state, keep }, state);
  },
  /** The file's numbers come back; the copies that were forgotten meanwhile do not. */
  async restore(context, { keep }, { name }) {
    const state = await schedules.read(context.ssh, name);
    if (!state.exists) throw new NotReady(`the schedule ${name} is gone`);
    await schedules.write(context, name, { ...state, keep }, null);
  },
};
