import { result, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import type { UsageLevels } from '../load/usage.ts';
import type { Settings } from '../settings.ts';
import { bitsPerSecond, secondsBetween, trafficOf, type Traffic } from '../traffic/difference.ts';
import { readTraffic, type PortReading } from '../traffic/reading.ts';
import { baseOf, portOfBase, type Base } from '../traffic/base.ts';
import { forgetLabels, portLabels } from './port-labels.ts';
import { Remembered } from './remembered.ts';
import { lookAgainMs } from './served.ts';

/** A reading older than this is no base: who knows what was between. */
const readings = new Remembered<Base>(lookAgainMs);

/** So few errors say nothing, however few packets there were. */
const fewErrors = 10n;
/** Below it half duplex is what old devices have. */
const slowest = 100_000_000;

const shares = [
  ['port.in.errors.share', 'inErrors', 'inPackets', 'received with errors'], ['port.out.errors.share', 'outErrors', 'outPackets', 'not sent for errors'],
  ['port.in.discards.share', 'inDiscards', 'inPackets', null], ['port.out.discards.share', 'outDiscards', 'outPackets', null],
] as const;

interface Found {
  readonly state: State;
  readonly words: readonly string[];
  readonly metrics: readonly Metric[];
}

/** Rates, and what share of the packets was lost; discards are measured and not judged, for full queues are how networks work. */
function judge({ counted, seconds, isSinceStart }: Traffic, levels: UsageLevels): Found {
  const metrics: Metric[] = [];
  if (counted.inOctets !== undefined) metrics.push({ name: 'port.in.rate', value: Math.round(bitsPerSecond(counted.inOctets, seconds)) });
  if (counted.outOctets !== undefined) metrics.push({ name: 'port.out.rate', value: Math.round(bitsPerSecond(counted.outOctets, seconds)) });
  let state: State = 'ok';
  const words: string[] = [];
  for (const [name, lost, packets, means] of shares) {
    const [bad, good] = [counted[lost], counted[packets]];
    if (bad === undefined || good === undefined) continue;
    const percent = bad === 0n ? 0 : (100 * Number(bad)) / Number(bad + good);
    metrics.push({ name, value: Number(percent.toFixed(4)) });
    if (isSinceStart || means === null || bad < fewErrors || percent <= levels.warning) continue;
    if (state !== 'critical') state = percent > levels.critical ? 'critical' : 'warning';
    words.push(`${Number(percent.toPrecision(2))} % of packets ${means}`);
  }
  return { state, words, metrics };
}

function itemOf(name: string, port: PortReading, found: Found | null): Item {
  const isMismatch = port.isHalfDuplex && (port.speed ?? 0) >= slowest;
  const words = [...(isMismatch ? ['half duplex'] : []), ...(found?.words ?? [])];
  const state = found?.state === 'critical' ? 'critical' : isMismatch ? 'warning' : (found?.state ?? 'ok');
  return { name, state, summary: words.length === 0 ? 'no errors' : words.join(', '), metrics: found?.metrics ?? [] };
}

/** What goes through the ports that are up. The first look has nothing to compare with: it measures the mean since the counters began. */
export const traffic: Check<Settings> = async ({ device, snmp, settings }) => {
  const before = readings.get(device.id);
  const now = await readTraffic(snmp);
  const seconds = before === null ? null : secondsBetween(before, now);
  if (before !== null && seconds === null) forgetLabels(device.id);
  const labels = await portLabels(device.id, snmp);
  readings.keep(device.id, baseOf(now));
  const ignored = settings.ports.ignore === '' ? null : new RegExp(settings.ports.ignore, 'iu');
  const used = new Set<string>();
  const items = Array.from(now.ports).flatMap(([index, port]): Item[] => {
    const own = labels.ofInterface.get(index) ?? `if${index}`;
    if (ignored?.test(own) === true) return [];
    const name = used.has(own) ? `${own} #${index}` : own;
    used.add(name);
    const base = before === null ? undefined : portOfBase(before, index);
    const through = trafficOf(base, port, seconds, now.ticks);
    return [itemOf(name, port, through === null ? null : judge(through, settings.traffic.errors))];
  });
  const ill = items.filter(({ state }) => state !== 'ok');
  const [first] = ill.filter(({ state }) => state === 'critical').concat(ill);
  if (first === undefined) return result.fromItems(`${items.length} ports up without errors`, items);
  return result.fromItems(`${first.name}: ${first.summary}${ill.length === 1 ? '' : ` and ${ill.length - 1} more`}`, items);
};
