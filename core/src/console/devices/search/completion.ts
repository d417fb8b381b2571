import { isKey, keys } from './indexed-device.ts';
import type { KnownValues } from './matching.ts';
import { quoted, wordsOf } from './query.ts';

/** The whole search as it is when the suggestion is taken. */
export interface Completion {
  readonly text: string;
  /** What is completed, and what is to be known of it. */
  readonly shown: string;
  readonly hint: string;
}

const atMost = 8;

/** What the word at the cursor can become: a key, or a value of its key, those that most devices have first. */
export function completions(text: string, cursor: number, known: KnownValues): readonly Completion[] {
  const word = wordsOf(text).find(({ from, to }) => from < cursor && cursor <= to);
  const [from, to] = word === undefined ? [cursor, cursor] : [word.from, word.to];
  const sign = word?.without === true ? '-' : '';
  const completed = (shown: string, hint: string, end: string): Completion => ({ text: `${text.slice(0, from)}${sign}${shown}${end}${text.slice(to).trimStart()}`, shown: `${sign}${shown}`, hint });
  if (word?.key === null || word === undefined) {
    const typed = word?.value.toLowerCase() ?? '';
    return Object.entries(keys).filter(([key]) => key.startsWith(typed)).slice(0, atMost).map(([key, hint]) => completed(`${key}:`, hint, ''));
  }
  const { key, value } = word;
  if (!isKey(key)) return [];
  const typed = value.toLowerCase();
  return [...known(key)].filter(([one]) => one.includes(typed) && one !== typed)
    .toSorted(([one, count], [other, otherCount]) => Number(other.startsWith(typed)) - Number(one.startsWith(typed)) || otherCount - count || one.localeCompare(other))
    .slice(0, atMost).map(([one, count]) => completed(`${key}:${quoted(one)}`, `${count} ${count === 1 ? 'device' : 'devices'}`, ' '));
}
