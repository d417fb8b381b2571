/** What is looked at: a stretch of time, in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lengths = { '24h': { title: '24 h', ms: 86_400_000 }, '7d': { title: '7 d', ms: 604_800_000 }, '30d': { title: '30 d', ms: 2_592_000_000 }, '1y': { title: '1 y', ms: 31_536_000_000 } } as const;
export type Length = keyof typeof lengths;
export const isLength = (text: string): text is Length => Object.hasOwn(lengths, text);

/** Nothing is measured more often. */
const shortest = 300_000;

/** The last so many hours or days, to the minute: what is asked for in a minute is the same. */
export function last(length: Length, now: number): Span {
  const to = Math.ceil(now / 60_000) * 60_000;
  return { from: to - lengths[length].ms, to };
}

/** Closer, around the middle (`by` < 1), or further away; never past now. */
export function zoomed({ from, to }: Span, by: number, now: number): Span {
  const half = Math.min(lengths['1y'].ms, Math.max(shortest, (to - from) * by)) / 2;
  return before({ from: (from + to) / 2 - half, to: (from + to) / 2 + half }, now);
}

/** Earlier (below 0) or later by a part of what is seen. */
export function moved({ from, to }: Span, by: number, now: number): Span {
  return before({ from: from + (to - from) * by, to: to + (to - from) * by }, now);
}

function before({ from, to }: Span, now: number): Span {
  const over = Math.max(0, to - now);
  return { from: Math.round(from - over), to: Math.round(to - over) };
}
