import { z } from 'zod';
import { badRequest } from '../errors.ts';

/** What every list takes beside its filters. */
export const pageInput = {
  limit: z.int().min(1).max(1_000).default(100).meta({ description: 'Entries on a page.' }),
  cursor: z.string().max(4_096).optional().meta({ description: '`next` of the page before.' }),
};

/** One page; `next` is null on the last. */
export const pageOf = <Entry extends z.ZodType>(entry: Entry) => z.object({ items: z.array(entry), next: z.string().nullable().meta({ description: '`cursor` of the next page; null on the last.' }) });

export interface Page<Entry> {
  readonly items: readonly Entry[];
  readonly next: string | null;
}

interface PageAsked<Entry> {
  readonly order: (entry: Entry) => string;
  readonly newestFirst: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** The page behind a cursor. It names the last entry given, so that entries that come or go meanwhile neither repeat nor hide one. */
export function pageFrom<Entry>(all: readonly Entry[], { order, newestFirst, limit, cursor }: PageAsked<Entry>): Page<Entry> {
  const before = (one: string, other: string): boolean => (newestFirst ? one > other : one < other);
  const last = cursor === undefined ? null : orderOf(cursor);
  const rest = all.map((entry) => ({ entry, at: order(entry) })).filter(({ at }) => last === null || before(last, at)).toSorted((one, other) => (one.at === other.at ? 0 : before(one.at, other.at) ? -1 : 1));
  const items = rest.slice(0, limit);
  const end = items.at(-1);
  return { items: items.map(({ entry }) => entry), next: end === undefined || rest.length <= limit ? null : Buffer.from(end.at).toString('base64url') };
}

function orderOf(cursor: string): string {
  if (!/^[\w-]+$/.test(cursor)) throw badRequest('the cursor is none', { hint: 'Give `next` of the page before, as it came.' });
  return Buffer.from(cursor, 'base64url').toString();
}
