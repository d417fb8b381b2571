import { z } from 'zod';
import { cursorUnknown } from '../errors.ts';
import type { Listed } from '../listing.ts';

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
  const last = afterOf(cursor);
  const rest = all.map((entry) => ({ entry, at: order(entry) })).filter(({ at }) => last === null || before(last, at)).toSorted((one, other) => (one.at === other.at ? 0 : before(one.at, other.at) ? -1 : 1));
  const items = rest.slice(0, limit);
  const end = items.at(-1);
  return { items: items.map(({ entry }) => entry), next: end === undefined || rest.length <= limit ? null : cursorOf(end.at) };
}

/** The first page of entries that are made or read when they are taken, as many as are wanted on it. */
export async function pageOfMade<Entry>(entries: Listed<Entry>, isWanted: (entry: Entry) => boolean, limit: number): Promise<Page<Entry>> {
  if (!(Symbol.asyncIterator in entries)) return firstPage(entries, isWanted, limit);
  const wanted: { readonly at: string; readonly entry: Entry }[] = [];
  for await (const one of entries) {
    if (isWanted(one.entry)) wanted.push(one);
    if (wanted.length > limit) break;
  }
  return firstPage(wanted, () => true, limit);
}

/** Apart, for entries in memory: waiting for each takes as long as making it. */
function firstPage<Entry>(entries: Iterable<{ readonly at: string; readonly entry: Entry }>, isWanted: (entry: Entry) => boolean, limit: number): Page<Entry> {
  const items: Entry[] = [];
  let end = '';
  for (const { at, entry } of entries) {
    if (!isWanted(entry)) continue;
    if (items.length === limit) return { items, next: cursorOf(end) };
    items.push(entry);
    end = at;
  }
  return { items, next: null };
}

const cursorOf = (at: string): string => Buffer.from(at).toString('base64url');

/** The entry that a cursor names: the page begins behind it. Null without one. */
export function afterOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!/^[\w-]+$/.test(cursor)) throw cursorUnknown();
  return Buffer.from(cursor, 'base64url').toString();
}
