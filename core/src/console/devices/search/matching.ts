import { isKey, keys, wholeKeys, type IndexedDevice, type Key } from './indexed-device.ts';
import { wordsOf, type Term, type Word } from './query.ts';

/** What is wrong with a search, in words that say what to type instead. */
export interface Mistake {
  readonly message: string;
  readonly from: number;
  readonly to: number;
}

export interface Search {
  readonly matches: (one: IndexedDevice) => boolean;
  readonly mistake: Mistake | null;
}

/** Values that are there, by key, with how many devices have each: for completion and for mistakes. */
export type KnownValues = (key: Key) => ReadonlyMap<string, number>;

/** Counted when somebody asks for a key, once. */
export function knownValues(devices: readonly IndexedDevice[]): KnownValues {
  const known = new Map<Key, ReadonlyMap<string, number>>();
  return (key) => {
    const counts = new Map<string, number>();
    const before = known.get(key);
    if (before !== undefined) return before;
    for (const { fields } of devices) for (const value of fields[key]) counts.set(value, (counts.get(value) ?? 0) + 1);
    known.set(key, counts);
    return counts;
  };
}

const states: readonly string[] = ['ok', 'warning', 'critical', 'unknown', 'none'];

/**
 * What a text asks for. Different words must all fit; of one key that is named several times any value does, as a device is
 * at one site only. What is wrong is left out, and told.
 */
export function searchOf(text: string, known: KnownValues): Search {
  const words = wordsOf(text);
  const mistakes = words.map((word) => mistakeIn(word, known));
  const terms = words.filter((word, at) => mistakes[at] === null && word.value !== '');
  const { wanted = [], unwanted = [] } = Object.groupBy(terms, ({ without }) => (without ? 'unwanted' : 'wanted'));
  const groups = [...Map.groupBy(wanted, ({ key }) => key)].flatMap(([key, all]) => (key === null ? all.map((one) => [one]) : [all]));
  const tests = groups.map((group) => group.map(testOf));
  const refusals = unwanted.map(testOf);
  return {
    matches: (one) => tests.every((any) => any.some((fits) => fits(one))) && !refusals.some((fits) => fits(one)),
    mistake: mistakes.find((mistake) => mistake !== null) ?? null,
  };
}

function testOf({ key, value }: Term): (one: IndexedDevice) => boolean {
  const wanted = value.toLowerCase();
  if (key === null || !isKey(key)) return ({ text }) => text.includes(wanted);
  if (wholeKeys.has(key)) return ({ fields }) => fields[key].includes(wanted);
  return ({ fields }) => fields[key].some((field) => field.includes(wanted));
}

function mistakeIn({ key, value, from, to, unclosed }: Word, known: KnownValues): Mistake | null {
  if (unclosed) return { message: 'a quote is not closed: end it with "', from, to };
  if (key === null) return null;
  if (!isKey(key)) {
    const meant = nearest(key, Object.keys(keys));
    return { message: `there is no key “${key}”${meant === null ? '.' : `; did you mean ${meant}:${value}?`} Keys are ${Object.keys(keys).join(', ')}. In quotes it is looked for as a text.`, from, to };
  }
  if (value === '') return { message: `${key}: needs a value, ${keys[key]}`, from, to };
  if (!wholeKeys.has(key)) return null;
  const values = key === 'state' ? states : [...known(key).keys()];
  if (values.length === 0 || values.includes(value.toLowerCase())) return null;
  const meant = nearest(value.toLowerCase(), values);
  return { message: `no device has the ${key} “${value}”${meant === null ? '.' : `; did you mean ${key}:${meant}?`}${values.length > 12 ? '' : ` There are ${values.join(', ')}.`}`, from, to };
}

/** The one that was most likely meant: it begins like it, or differs in two letters at most. */
function nearest(typed: string, all: readonly string[]): string | null {
  const begins = all.find((one) => one.startsWith(typed));
  if (begins !== undefined) return begins;
  const [best] = all.map((one) => ({ one, away: distance(typed, one) })).toSorted((a, b) => a.away - b.away);
  return best !== undefined && best.away <= 2 ? best.one : null;
}

/** How many letters are to be typed anew (Levenshtein). */
function distance(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...from].entries()) {
    const now = [row + 1];
    for (let at = 1; at <= to.length; at += 1) now.push(Math.min((now[at - 1] ?? 0) + 1, (before[at] ?? 0) + 1, (before[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1)));
    before = now;
  }
  return before[to.length] ?? 0;
}
