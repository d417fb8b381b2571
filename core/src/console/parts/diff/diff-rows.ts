import { diffArrays, diffWordsWithSpace } from 'diff';

/** A piece of a line; what is `changed` is not on the other side. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

/** A line as it stands on one side. */
export interface Line {
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** Two lines that stand beside each other; null where one side has none. Equal lines far from any change are folded into one row. */
export type DiffRow =
  | { readonly kind: 'equal' | 'changed'; readonly before: Line; readonly after: Line }
  | { readonly kind: 'removed'; readonly before: Line; readonly after: null }
  | { readonly kind: 'added'; readonly before: null; readonly after: Line }
  | { readonly kind: 'folded'; readonly rows: readonly DiffRow[] };

/** Equal lines shown around a change. */
const context = 3;
/** Words are compared in lines up to this long: longer ones are data, not text. */
const longest = 2_000;

/** What two texts have beside each other: lines that became others are paired, in the order they stand. */
export function diffRows(before: string, after: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let [left, right] = [0, 0];
  let removed: string[] = [];
  const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));
  const flush = (added: readonly string[]): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1) rows.push(pair(removed[at], added[at]));
    removed = [];
  };
  const pair = (old: string | undefined, new_: string | undefined): DiffRow => {
    if (old !== undefined && new_ !== undefined) {
      const [one, other] = words(old, new_);
      return { kind: 'changed', before: { number: (left += 1), pieces: one }, after: { number: (right += 1), pieces: other } };
    }
    if (old !== undefined) return { kind: 'removed', before: { number: (left += 1), pieces: [{ text: old, changed: false }] }, after: null };
    return { kind: 'added', before: null, after: { number: (right += 1), pieces: [{ text: new_ ?? '', changed: false }] } };
  };
  for (const part of diffArrays(lines(before), lines(after))) {
    if (part.removed) removed = part.value;
    else if (part.added) flush(part.value);
    else {
      flush([]);
      for (const text of part.value) rows.push({ kind: 'equal', before: { number: (left += 1), pieces: [{ text, changed: false }] }, after: { number: (right += 1), pieces: [{ text, changed: false }] } });
    }
  }
  flush([]);
  return folded(rows);
}

/** The words of two lines, those marked that the other has not. Lines that share nothing are not marked at all: all of them is new. */
function words(before: string, after: string): readonly [readonly Piece[], readonly Piece[]] {
  const whole = (text: string): readonly Piece[] => [{ text, changed: false }];
  if (before.length > longest || after.length > longest) return [whole(before), whole(after)];
  const parts = diffWordsWithSpace(before, after);
  if (!parts.some(({ added, removed, value }) => !added && !removed && value.trim() !== '')) return [whole(before), whole(after)];
  const side = (other: 'added' | 'removed'): readonly Piece[] => parts.filter((part) => !part[other]).map(({ value, added, removed }) => ({ text: value, changed: added || removed }));
  return [side('added'), side('removed')];
}

/** Long runs of equal lines become one row that can be opened. */
function folded(rows: readonly DiffRow[]): readonly DiffRow[] {
  const near = (at: number): boolean => {
    for (let other = Math.max(0, at - context); other <= Math.min(rows.length - 1, at + context); other += 1) if (rows[other]?.kind !== 'equal') return true;
    return false;
  };
  const shown: DiffRow[] = [];
  let run: DiffRow[] = [];
  const close = (): void => {
    // Two lines take no more room than the row that would stand for them.
    if (run.length > 2) shown.push({ kind: 'folded', rows: run });
    else shown.push(...run);
    run = [];
  };
  for (const [at, row] of rows.entries()) {
    if (row.kind === 'equal' && !near(at)) run.push(row);
    else {
      close();
      shown.push(row);
    }
  }
  close();
  return shown;
}

/** A value as text that can be compared line by line: a text as it stands, everything else as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
