import type { CheckTimeline } from '../health/index.ts';

/** From a time to another, the second not in it; epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How a time was spent; the four add up to all of it. */
export interface Availability {
  readonly upMs: number;
  readonly downMs: number;
  /** Nobody was there to see: the host was not running, or no check has said anything. */
  readonly unknownMs: number;
  readonly maintenanceMs: number;
}

interface Seen extends Span {
  /** When the host was running. */
  readonly runs: readonly Span[];
  readonly maintenance: readonly Span[];
  /** When the device did not answer. */
  readonly outages: readonly Span[];
  readonly checks: readonly Pick<CheckTimeline, 'before' | 'steps'>[];
}

const nothing: Availability = { upMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };

/**
 * Cuts a time wherever something changed, and says of each piece what it was: maintenance first, then unknown while no host was
 * running, then down while the device did not answer or a check was critical and confirmed, up while some check said anything else.
 */
export function availabilityOf({ from, to, runs, maintenance, outages, checks }: Seen): Availability {
  const cuts = new Set([from, to]);
  for (const span of [...runs, ...maintenance, ...outages]) for (const at of [span.from, span.to]) if (at > from && at < to) cuts.add(at);
  for (const { steps } of checks) for (const { at } of steps) if (at > from && at < to) cuts.add(at);
  const times = [...cuts].toSorted((a, b) => a - b);
  const inside = (spans: readonly Span[]) => walker(spans.toSorted((a, b) => a.from - b.from));
  const [isRunning, isWorkedOn, isOut] = [inside(runs), inside(maintenance), inside(outages)];
  const states = checks.map((check) => ({ ...check, at: 0, current: check.before }));
  let sum = nothing;
  for (const [index, begin] of times.entries()) {
    const end = times[index + 1];
    if (end === undefined) break;
    for (const one of states) {
      for (let step = one.steps[one.at]; step !== undefined && step.at <= begin; step = one.steps[one.at]) {
        // A soft problem is not believed yet: what was confirmed before holds.
        if (step.hard || step.state === 'ok' || step.state === 'unknown') one.current = step;
        one.at += 1;
      }
    }
    const isCritical = states.some(({ current }) => current.state === 'critical' && current.hard);
    const isSeen = states.some(({ current }) => current.state !== 'unknown' && current.state !== 'pending');
    const [worked, running, out] = [isWorkedOn(begin), isRunning(begin), isOut(begin)];
    const what = worked ? 'maintenanceMs' : !running ? 'unknownMs' : out || isCritical ? 'downMs' : isSeen ? 'upMs' : 'unknownMs';
    sum = { ...sum, [what]: sum[what] + end - begin };
  }
  return sum;
}

/** Says of times that go on whether one of the spans holds them. */
function walker(spans: readonly Span[]): (at: number) => boolean {
  let next = 0;
  let until = -Infinity;
  return (at) => {
    for (let span = spans[next]; span !== undefined && span.from <= at; span = spans[next]) {
      until = Math.max(until, span.to);
      next += 1;
    }
    return at < until;
  };
}

export function sumOf(all: readonly Availability[]): Availability {
  return all.reduce((sum, one) => ({ upMs: sum.upMs + one.upMs, downMs: sum.downMs + one.downMs, unknownMs: sum.unknownMs + one.unknownMs, maintenanceMs: sum.maintenanceMs + one.maintenanceMs }), nothing);
}

/** Of the time that was seen and not worked in, how much was up, in percent; null when none was. */
export function percentOf({ upMs, downMs }: Availability): number | null {
  return upMs + downMs === 0 ? null : (100 * upMs) / (upMs + downMs);
}
