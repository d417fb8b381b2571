import { Refused, result, type AmiReader, type Check, type Item, type State } from '@jackfield/sdk';
import { readCalls } from '../calls.ts';
import { ask, eventsOf, numberOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

/** Formats of the channels, and how many are converted between two: that costs the PBX its processor. */
async function readCodecs(ami: AmiReader): Promise<{ readonly codecs: ReadonlyMap<string, number>; readonly converted: number }> {
  const channels = await eventsOf(ami, 'Status', 'Status');
  const formats = channels.map((channel) => textOf(channel, 'Nativeformats')?.replace(/^\((.*)\)$/, '$1') ?? null).filter((format) => format !== null);
  const converted = channels.filter((channel) => textOf(channel, 'Readtrans') !== null || textOf(channel, 'Writetrans') !== null).length;
  return { codecs: new Map([...Map.groupBy(formats, (format) => format)].map(([format, same]) => [format, same.length])), converted };
}

/** How near to its limit something is; ok without one. */
function nearness(count: number, most: number, warning: number, critical: number): State {
  if (most <= 0) return 'ok';
  const share = (count / most) * 100;
  return share >= critical ? 'critical' : share >= warning ? 'warning' : 'ok';
}

/** Calls and channels against what the PBX or its licence allows. Two channels of one call are one call. */
export const calls: Check<Settings> = async ({ ami, settings: { calls: settings } }) => {
  const [current, facts, codecs] = await Promise.all([
    readCalls(ami), ask(ami, 'CoreSettings'),
    readCodecs(ami).catch((error: unknown) => {
      // Who may list channels and not their formats still counts calls.
      if (error instanceof Refused) return null;
      throw error;
    }),
  ]);
  const channels = current.reduce((sum, { legs }) => sum + legs.length, 0);
  const mostCalls = settings.most > 0 ? settings.most : (numberOf(facts, 'CoreMaxCalls') ?? 0);
  const limited = (name: string, count: number, most: number): Item => ({
    name, state: nearness(count, most, settings.warning, settings.critical), summary: most > 0 ? `${count} of ${most}` : `${count}, no limit`,
    metrics: most > 0 ? [{ name: 'calls.used', value: (count / most) * 100 }] : [],
  });
  const items = [limited('calls', current.length, mostCalls), limited('channels', channels, settings.mostChannels)];
  const longest = Math.max(0, ...current.map(({ seconds }) => seconds));
  const spoken = codecs === null || codecs.codecs.size === 0 ? '' : `, ${[...codecs.codecs].map(([codec, count]) => `${count} ${codec}`).join(', ')}`;
  return result.fromItems(`${items[0]?.summary ?? ''} calls on ${items[1]?.summary ?? ''} channels${spoken}`, items, [
    { name: 'calls.current', value: current.length },
    { name: 'channels.current', value: channels },
    { name: 'calls.longest', value: longest / 60 },
    ...(codecs === null ? [] : [{ name: 'channels.converted', value: codecs.converted }]),
  ]);
};
