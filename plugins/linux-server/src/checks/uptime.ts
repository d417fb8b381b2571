import { result, Unsupported, type Check, type Metric } from '@jackfield/sdk';
import { durationText } from '../amounts.ts';
import { readBoots, type Boots, type Ending } from '../readings/boots.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

const endings: { readonly [ending in Ending]: string } = {
  restart: 'after a restart', off: 'after it was switched off', shutdown: 'after it was shut down', panic: 'after a crash of its kernel',
  cut: 'after a power cut, a reset or a crash: nothing shut it down',
};

/** To the minute: it must read the same at each look. */
const minuteText = (seconds: number): string => `${new Date(seconds * 1_000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Seconds from the last word of the run before to the start; of one that was cut off the longest it can have been. */
function awayOf({ startedAt, before }: Boots): number | null {
  return startedAt === null || before?.lastAt === undefined || before.lastAt === null || before.lastAt > startedAt ? null : startedAt - before.lastAt;
}

/** How long the machine runs; for a while after a start also when that was, what ended the run before, and how long it was away. */
export const uptime: Check<Settings> = async (context) => {
  const { settings: { uptime: settings } } = context;
  const boots = readBoots(await gatherTogether(context, 'uptime'));
  if (boots === null) throw new Unsupported('/proc/uptime is not as Linux writes it');
  const { running, startedAt, before } = boots;
  const away = awayOf(boots);
  const metrics: Metric[] = [{ name: 'uptime', value: running }, ...(away === null ? [] : [{ name: 'uptime.away', value: away }])];
  if (running >= settings.warnBelow) return result.ok(`up for ${durationText(running)}`, { metrics });
  const when = startedAt === null ? `started ${durationText(running)} ago` : `started at ${minuteText(startedAt)}`;
  const why = before === null ? 'what ended the run before is not on record' : endings[before.ending];
  const most = before?.ending === 'cut' || before?.ending === 'panic' ? 'at most ' : '';
  return result.warning(`${when}, ${why}${away === null ? '' : `; away for ${most}${durationText(away)}`}`, { metrics });
};
