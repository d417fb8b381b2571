import { counters, type Clocks, type Count, type Counter, type PortReading } from './reading.ts';

const twoTo32 = 2 ** 32;
/** A device's clock that goes this differently from ours is not one to divide by. */
const trusted = 0.2;
/** How much above its speed a port may seem to be, for clocks that are read a little apart. */
const tolerance = 1.1;

/**
 * Seconds between two readings, by the device's own clock where it is one; null when the device started anew between them.
 * sysUpTime begins anew after 497 days: near that a smaller one is no restart.
 */
export function secondsBetween(before: Clocks, now: Clocks): number | null {
  const ours = (now.at - before.at) / 1_000;
  if (before.ticks === null || now.ticks === null) return ours;
  let theirs = (now.ticks - before.ticks) / 100;
  if (theirs < 0) {
    theirs += twoTo32 / 100;
    if (theirs > ours * 2 + 60) return null;
  }
  return Math.abs(theirs - ours) <= ours * trusted && theirs > 0 ? theirs : ours;
}

/** How far a counter went; null when it went back otherwise than by beginning anew at its end. */
function grown(before: Count, now: Count): bigint | null {
  if (before.bits !== now.bits) return null;
  if (now.value >= before.value) return now.value - before.value;
  // 64 bits do not run out while anybody looks; 32 do, from their upper half into the lower.
  const wrapped = now.value + 2n ** 32n - before.value;
  return now.bits === 32 && wrapped < 2n ** 31n ? wrapped : null;
}

/** What a port counted. */
export type Counted = { readonly [Name in Counter]?: bigint };

/** Null for a port that cannot be compared: its counters lost their place, or went faster than the port can. */
export function portDifference(before: Pick<PortReading, 'counts' | 'discontinuity'>, now: PortReading, seconds: number): Counted | null {
  if (before.discontinuity !== now.discontinuity) return null;
  const counted: { [Name in Counter]?: bigint } = {};
  for (const name of counters) {
    const [first, last] = [before.counts[name], now.counts[name]];
    if (last === undefined) continue;
    const change = first === undefined ? null : grown(first, last);
    if (change === null) return null;
    counted[name] = change;
  }
  const most = now.speed === null ? Infinity : now.speed * tolerance;
  const isTooFast = [counted.inOctets, counted.outOctets].some((octets) => octets !== undefined && bitsPerSecond(octets, seconds) > most);
  return isTooFast ? null : counted;
}

export interface Traffic {
  readonly counted: Counted;
  readonly seconds: number;
  /** Since the counters began, as there was nothing to compare with: a mean of long ago that is measured and not judged. */
  readonly isSinceStart: boolean;
}

/** What went through a port since the reading before; else since its counters began. Null when the device does not tell how long that is. */
export function trafficOf(before: Pick<PortReading, 'counts' | 'discontinuity'> | undefined, now: PortReading, seconds: number | null, ticks: number | null): Traffic | null {
  const compared = before === undefined || seconds === null || seconds <= 0 ? null : portDifference(before, now, seconds);
  if (compared !== null && seconds !== null) return { counted: compared, seconds, isSinceStart: false };
  const since = ticks === null ? 0 : (ticks - now.discontinuity) / 100;
  if (since <= 0) return null;
  const counted: { [Name in Counter]?: bigint } = {};
  for (const name of counters) {
    const count = now.counts[name];
    if (count !== undefined) counted[name] = count.value;
  }
  return { counted, seconds: since, isSinceStart: true };
}

export function bitsPerSecond(octets: bigint, seconds: number): number {
  return Number(octets * 8n) / seconds;
}
