import { z } from 'zod';
import type { Span } from './availability.ts';

export const monthSchema = z.string().regex(/^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])$/, 'a month such as 2026-10');

/** What a clock on the wall of the zone shows, as if it were UTC. */
function wallOf(at: number, zone: string): number {
  const parts = new Map<string, number>(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
    .formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (name: string): number => parts.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The first moment of a day in a zone. Where clocks are put on at midnight the day begins at what they are put on to. */
function beginOf(year: number, month: number, zone: string): number {
  const wall = Date.UTC(year, month, 1);
  const offsets = [wall - 86_400_000, wall + 86_400_000].map((at) => wallOf(at, zone) - at);
  const [first] = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, zone) === wall).toSorted((a, b) => a - b);
  return first ?? wall - Math.min(...offsets);
}

/** A month as the zone has it, with its days of 23 and 25 hours. */
export function monthSpan(month: string, zone: string): Span {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: beginOf(year, number - 1, zone), to: beginOf(year, number, zone) };
}

/** The month before the one that a time lies in. */
export function monthBefore(at: number, zone: string): string {
  const wall = new Date(wallOf(at, zone));
  return new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}
