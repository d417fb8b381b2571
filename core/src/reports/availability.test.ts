import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availabilityOf, percentOf, type Span } from './availability.ts';
import { monthBefore, monthSpan } from './month.ts';

const [from, to] = [100, 200];
const always: Span[] = [{ from: 0, to: 1_000 }];
const ok = { state: 'ok', hard: true } as const;
const base = { from, to, runs: always, maintenance: [], outages: [], checks: [{ before: ok, steps: [] }] };

const time = fc.integer({ min: 50, max: 250 });
const spans = fc.array(fc.tuple(time, time).map(([a, b]): Span => ({ from: Math.min(a, b), to: Math.max(a, b) })), { maxLength: 6 });
const state = fc.constantFrom('ok' as const, 'warning' as const, 'critical' as const, 'unknown' as const, 'pending' as const);
const check = fc.record({ before: fc.record({ state, hard: fc.boolean() }), steps: fc.array(fc.record({ at: time, state, hard: fc.boolean() }), { maxLength: 8 }).map((steps) => steps.toSorted((a, b) => a.at - b.at)) });
const seen = fc.record({ from: fc.constant(from), to: fc.constant(to), runs: spans, maintenance: spans, outages: spans, checks: fc.array(check, { maxLength: 4 }) });
type Seen = Parameters<typeof availabilityOf>[0];

/** The same said of one millisecond after the other, with no regard to speed. */
function slowly({ runs, maintenance, outages, checks }: Seen): ReturnType<typeof availabilityOf> {
  const sum = { upMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };
  for (let at = from; at < to; at += 1) {
    const within = (list: readonly Span[]): boolean => list.some((span) => span.from <= at && at < span.to);
    const states = checks.map(({ before, steps }) => steps.filter((step) => step.at <= at).findLast(({ hard, state: is }) => hard || is === 'ok' || is === 'unknown') ?? before);
    const isDown = within(outages) || states.some((one) => one.state === 'critical' && one.hard);
    const isSeen = states.some((one) => one.state !== 'unknown' && one.state !== 'pending');
    sum[within(maintenance) ? 'maintenanceMs' : !within(runs) ? 'unknownMs' : isDown ? 'downMs' : isSeen ? 'upMs' : 'unknownMs'] += 1;
  }
  return sum;
}

describe('how a time was spent', () => {
  test('adds up to all of it, whatever happened, and is what each millisecond says', () => {
    fc.assert(fc.property(seen, (one) => {
      const found = availabilityOf(one);
      expect(found.upMs + found.downMs + found.unknownMs + found.maintenanceMs).toBe(to - from);
      expect(found).toEqual(slowly(one));
    }), { numRuns: 300 });
  });

  test('cut anywhere, the two parts are the whole', () => {
    fc.assert(fc.property(seen, fc.integer({ min: from, max: to }), (one, cut) => {
      const first = availabilityOf({ ...one, to: cut });
      const checks = one.checks.map(({ before, steps }) => ({ before: steps.filter(({ at }) => at <= cut).findLast(({ hard, state: is }) => hard || is === 'ok' || is === 'unknown') ?? before, steps: steps.filter(({ at }) => at > cut) }));
      const second = availabilityOf({ ...one, from: cut, checks });
      const whole = availabilityOf(one);
      expect(first.upMs + second.upMs).toBe(whole.upMs);
      expect(first.downMs + second.downMs).toBe(whole.downMs);
      expect(first.maintenanceMs + second.maintenanceMs).toBe(whole.maintenanceMs);
    }), { numRuns: 300 });
  });

  test('a restart of the host is unknown, not up; its time does not count', () => {
    const found = availabilityOf({ ...base, runs: [{ from: 0, to: 120 }, { from: 130, to: 300 }], outages: [{ from: 150, to: 160 }] });
    expect(found).toEqual({ upMs: 80, downMs: 10, unknownMs: 10, maintenanceMs: 0 });
    expect(percentOf(found)).toBeCloseTo(88.888, 2);
  });

  test('an outage in a maintenance is apart', () => {
    expect(availabilityOf({ ...base, maintenance: [{ from: 140, to: 160 }], outages: [{ from: 150, to: 170 }] })).toEqual({ upMs: 70, downMs: 10, unknownMs: 0, maintenanceMs: 20 });
  });

  test('a soft problem is none; nothing seen is nothing known', () => {
    expect(availabilityOf({ ...base, checks: [{ before: ok, steps: [{ at: 120, state: 'critical', hard: false }, { at: 130, state: 'ok', hard: true }] }] })).toMatchObject({ upMs: 100, downMs: 0 });
    expect(availabilityOf({ ...base, checks: [] })).toMatchObject({ unknownMs: 100 });
    expect(percentOf(availabilityOf({ ...base, checks: [] }))).toBeNull();
  });
});

describe('a month', () => {
  const hours = (month: string, zone: string): number => { const span = monthSpan(month, zone); return (span.to - span.from) / 3_600_000; };

  test.each([['2026-03', 'Europe/London', 743], ['2026-10', 'Europe/London', 745], ['2026-02', 'Asia/Tokyo', 672], ['2026-11', 'America/New_York', 721], ['2026-04', 'Australia/Lord_Howe', 720.5]] as const)('%s in %s has %d hours', (month, zone, expected) => {
    expect(hours(month, zone)).toBe(expected);
  });

  test('begins at midnight of its zone, and ends where the next begins', () => {
    expect(new Date(monthSpan('2026-10', 'America/New_York').from).toISOString()).toBe('2026-10-01T04:00:00.000Z');
    fc.assert(fc.property(fc.integer({ min: 1990, max: 2050 }), fc.integer({ min: 1, max: 11 }), fc.constantFrom('Europe/London', 'America/Santiago', 'Asia/Kathmandu', 'Pacific/Apia', 'Africa/Cairo', 'Asia/Beirut'), (year, month, zone) => {
      const name = (one: number): string => `${year}-${String(one).padStart(2, '0')}`;
      expect(monthSpan(name(month), zone).to).toBe(monthSpan(name(month + 1), zone).from);
      expect(monthBefore(monthSpan(name(month + 1), zone).from, zone)).toBe(name(month));
      expect(monthBefore(monthSpan(name(month + 1), zone).from - 1, zone)).not.toBe(name(month));
    }), { numRuns: 200 });
  });
});
