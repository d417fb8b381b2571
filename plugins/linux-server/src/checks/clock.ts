import { result, type Check, type State } from '@jackfield/sdk';
import { stateOf } from '../levels.ts';
import { readClock } from '../readings/clock.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** Whether something keeps the clock right, and how far it is off by that. */
export const clock: Check<Settings> = async (context) => {
  const { settings: { clock: levels } } = context;
  const found = readClock(await gatherTogether(context, 'clock'));
  if (found === null) return result.unknown('nothing on the machine tells whether its clock is right: no chrony, no ntpd, no systemd');
  const { source, isSynchronized, offset } = found;
  const metrics = offset === null ? [] : [{ name: 'clock.offset', value: Math.abs(offset) }];
  if (!isSynchronized) return result[levels.unsynchronized](`${source} does not keep the clock: it is not synchronized`, { metrics });
  const state: State = offset === null ? 'ok' : stateOf(Math.abs(offset), levels);
  return result[state](`${source} keeps the clock${offset === null ? '' : `, ${(Math.abs(offset) * 1_000).toFixed(1)} ms off`}`, { metrics });
};
