import type { z } from 'zod';
import { command, type Command, type CommandContext } from './command.ts';

/** How a list is made: what there is, and how an entry of it is told. */
export interface Listing<Schema extends z.ZodType, Source extends object, Entry> {
  readonly input: Schema;
  readonly all: (context: CommandContext, input: z.output<Schema>) => readonly Source[];
  /** What entries are ordered by; unique. */
  readonly order: (source: Source) => string;
  readonly entryOf: (source: Source, context: CommandContext, input: z.output<Schema>) => Entry;
}

/** A command that gives a list, and can give a part of it without making the rest. */
export interface ListCommand<Schema extends z.ZodType, Entry> extends Command<Schema, readonly Entry[]> {
  /**
   * Entries in their order, from behind `after` on, each made or read when it is taken. Of those that have none of the values wanted some
   * may be left out: what is in the database need not be read to its end to find nothing.
   */
  behind(context: CommandContext, input: z.output<Schema>, after: string | null, wanted?: Wanted): Listed<Entry>;
}

/** Values of fields, one of which an entry is to have; small and capital letters alike. */
export type Wanted = Readonly<Record<string, readonly string[]>>;

/** `at`: what a cursor names an entry by. */
export type Listed<Entry> = Iterable<ListedEntry<Entry>> | AsyncIterable<ListedEntry<Entry>>;

interface ListedEntry<Entry> {
  readonly at: string;
  readonly entry: Entry;
}

/** A list whose pages cost what is on them: a large inventory is not told from its beginning for each page. */
export function listCommand<Schema extends z.ZodType, Source extends object, Entry>({ input: schema, all, order, entryOf }: Listing<Schema, Source, Entry>): ListCommand<Schema, Entry> {
  const ordered = new WeakMap<readonly Source[], readonly { readonly at: string; readonly source: Source }[]>();
  const inOrder = (sources: readonly Source[]): readonly { readonly at: string; readonly source: Source }[] => {
    const known = ordered.get(sources);
    if (known !== undefined) return known;
    const sorted = sources.map((source) => ({ at: order(source), source })).sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
    ordered.set(sources, sorted);
    return sorted;
  };
  return {
    ...command(schema, async (context, input) => all(context, input).map((source) => entryOf(source, context, input))),
    *behind(context, input, after) {
      const sorted = inOrder(all(context, input));
      for (let index = after === null ? 0 : firstBehind(sorted, after); index < sorted.length; index += 1) {
        const one = sorted[index];
        if (one !== undefined) yield { at: one.at, entry: entryOf(one.source, context, input) };
      }
    },
  };
}

/** How a list is read that only grows at its beginning: the newest first, and so many behind an entry. */
export interface Reading<Schema extends z.ZodType, Entry> {
  readonly input: Schema;
  readonly read: (context: CommandContext, input: z.output<Schema>, page: { readonly before?: string; readonly atMost: number; readonly only: Wanted }) => Promise<readonly Entry[]>;
  readonly at: (entry: Entry) => string;
}

/** Entries that are read at once: a page of a list takes as many of these as it needs, and the whole list more. */
const [ofPage, ofWhole] = [100, 1_000];

/** A list in the database: the command gives all of it, and a page what is on it. */
export function readCommand<Schema extends z.ZodType, Entry>({ input: schema, read, at }: Reading<Schema, Entry>): ListCommand<Schema, Entry> {
  async function* entries(context: CommandContext, input: z.output<Schema>, atMost: number, only: Wanted, after: string | null): AsyncGenerator<ListedEntry<Entry>> {
    let found: readonly Entry[];
    let last = after;
    do {
      found = await read(context, input, { atMost, only, ...(last === null ? {} : { before: last }) });
      for (const entry of found) yield { at: (last = at(entry)), entry };
    } while (found.length >= atMost);
  }
  return {
    ...command(schema, (context, input) => Array.fromAsync(entries(context, input, ofWhole, {}, null), ({ entry }) => entry)),
    behind: (context, input, after, wanted = {}) => entries(context, input, ofPage, wanted, after),
  };
}

function firstBehind(sorted: readonly { readonly at: string }[], after: string): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle]?.at ?? '') <= after) from = middle + 1;
    else to = middle;
  }
  return from;
}
