import { states, type State } from '@jackfield/sdk';
import { columnsOf, isFields, type CheckColumns } from '@jackfield/sdk/runtime';
import { z } from 'zod';

// Bounds keep one plugin from filling the database: they are far above what devices have.
const mostItems = 20_000;
const mostMetrics = 1_000;
const mostOfItem = 64;
const mostRestores = 2_000;
const lineLength = 4_096;
const nameLength = 512;
const metricLength = 128;

const state = z.enum(states);
const line = z.string().max(lineLength);
const metric = z.strictObject({ name: z.string().min(1).max(metricLength), value: z.number() });
const item = z.strictObject({ name: z.string().min(1).max(nameLength), state, summary: line, metrics: z.array(metric).max(mostOfItem).optional() });

const restores = z
  .array(z.strictObject({ machine: z.string().max(nameLength), object: z.string().min(1).max(nameLength), copiedAt: z.iso.datetime().nullable(), command: line }))
  .max(mostRestores);

/** As an author writes it: what the plugin's process could not put into columns comes so, and is told what is wrong with it. */
const rows = z.strictObject({ state, summary: line, items: z.array(item).max(mostItems), metrics: z.array(metric).max(mostMetrics), restores: restores.exactOptional() });

type Test<Entry> = (entry: unknown) => entry is Entry;

/** By hand: a schema that asks each of some 300 entries takes longer than all else that the host does with a result. */
const list = <Entry>(most: number, test: Test<Entry>) =>
  z.custom<readonly Entry[]>((value) => Array.isArray(value) && value.length <= most && value.every(test), 'not such a list');
const text = (least: number, most: number): Test<string> => (entry): entry is string => typeof entry === 'string' && entry.length >= least && entry.length <= most;
const isState: Test<State> = (entry): entry is State => states.some((known) => known === entry);
const isNumber: Test<number> = (entry): entry is number => typeof entry === 'number';
const metricNames = (most: number): z.ZodType<readonly string[]> => list(most, text(1, metricLength));

const columns = z
  .strictObject({
    state,
    summary: line,
    metrics: metricNames(mostMetrics),
    items: list(mostItems, text(1, nameLength)),
    states: list(mostItems, isState),
    summaries: list(mostItems, text(0, lineLength)),
    sets: z.array(metricNames(mostOfItem)).max(mostItems),
    of: list(mostItems, isNumber),
    values: list(mostMetrics + mostItems * mostOfItem, isNumber),
    restores: restores.exactOptional(),
  })
  .refine(fitsTogether, 'columns that do not fit together');

function fitsTogether({ metrics, items, states: itemStates, summaries, sets, of, values }: CheckColumns): boolean {
  if (itemStates.length !== items.length || summaries.length !== items.length || of.length !== items.length) return false;
  let count = metrics.length;
  for (const place of of) {
    const set = sets[place];
    if (set === undefined) return false;
    count += set.length;
  }
  return values.length === count;
}

/** What a check must answer: plain data with known keys only; anything else is the plugin's fault. */
export const checkAnswer: z.ZodType<CheckColumns> = z.unknown().transform((value, context) => {
  const parsed = isFields(value) && 'columns' in value ? columns.safeParse(value['columns']) : rows.safeParse(value);
  const found = parsed.success ? ('of' in parsed.data ? parsed.data : columnsOf(parsed.data)) : null;
  if (found !== null) return found;
  context.issues.push(...(parsed.error?.issues ?? []).map(({ path, message }) => ({ code: 'custom' as const, path: [...path], message, input: value })));
  return z.NEVER;
});
