import { AuthFailed, Unreachable, type CheckContext } from '@jackfield/sdk';
import { filled } from './checks/filled.ts';
import { gather, type Gathering } from './gathering.ts';
import type { Settings } from './settings.ts';

/** Parts that take a machine no time, each called as its check. Where several are due they are read in one round trip, in this order. */
const quick = ['uptime', 'load', 'memory', 'disks', 'services', 'timers', 'clock', 'raid', 'sockets', 'logins', 'kernel'] as const;
type QuickPart = (typeof quick)[number];

/** How long each check of a machine goes alone after one round trip for several failed: one part may hang there. */
const aloneMs = 3_600_000;
/** Nobody takes from an older round trip: the host gives no check longer to come to its turn. */
const keptMs = 60_000;

interface RoundTrip {
  readonly begun: number;
  readonly parts: ReadonlySet<QuickPart>;
  /** Parts whose checks have not come yet. */
  readonly awaited: Set<QuickPart>;
  /** Of the check that makes it: with its call ends what it asked of the machine. */
  readonly maker: AbortSignal;
  readonly answer: Promise<Gathering>;
}

/** The latest round trip to each machine, until all for whom it was made have come. */
const latest = new Map<string, RoundTrip>();
const aloneUntil = new Map<string, number>();

/** What the check of a part needs, of the round trip that another made since this one was due, else of its own. */
export async function gatherTogether(context: CheckContext<Settings>, part: QuickPart): Promise<Gathering> {
  const { device, since, signal } = context;
  const known = latest.get(device.id);
  const isFresh = known !== undefined && known.begun >= since && known.awaited.has(part);
  const trip = isFresh ? known : begin(context, part);
  trip.awaited.delete(part);
  if (trip.awaited.size === 0 && latest.get(device.id) === trip) latest.delete(device.id);
  try {
    return await trip.answer;
  } catch (error) {
    if (trip.parts.size === 1 || signal.aborted) throw error;
    if (!trip.maker.aborted) {
      if (isOutOfReach(error)) throw error;
      aloneUntil.set(device.id, performance.now() + aloneMs);
      // A machine that took too long for several has had the time of all of them.
      if (error instanceof Unreachable) throw error;
    }
    return read(context, [part]);
  }
}

/** Whether the machine was not even asked: that is no fault of asking for several parts. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof AuthFailed || (error instanceof Unreachable && error.data['layer'] !== 'request');
}

function begin(context: CheckContext<Settings>, part: QuickPart): RoundTrip {
  const { device: { id }, alsoDue, signal } = context;
  const begun = performance.now();
  const isAlone = (aloneUntil.get(id) ?? 0) > begun;
  if (!isAlone) aloneUntil.delete(id);
  const parts = new Set(isAlone ? [part] : quick.filter((each) => each === part || alsoDue.includes(each)));
  const trip = { begun, parts, awaited: new Set(parts), maker: signal, answer: read(context, [...parts]) };
  // Put at the end: those before are older.
  latest.delete(id);
  latest.set(id, trip);
  for (const [other, { begun: at }] of latest) {
    if (at > begun - keptMs) break;
    latest.delete(other);
  }
  return trip;
}

function read({ ssh, settings, device }: CheckContext<Settings>, parts: readonly QuickPart[]): Promise<Gathering> {
  return gather(ssh, parts, [
    ...(parts.includes('kernel') ? [`since=${settings.kernel.window}`] : []),
    ...(parts.includes('disks') && filled.isWanted(device.id) ? [`full=${Math.floor(settings.disks.warning)}`] : []),
  ]);
}
