import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows, valueText, type DiffRow, type Line } from './diff-rows.ts';

const whole = (rows: readonly DiffRow[]): readonly Exclude<DiffRow, { kind: 'folded' }>[] => rows.flatMap((row) => (row.kind === 'folded' ? whole(row.rows) : [row]));
const textOf = (line: Line | null): string[] => (line === null ? [] : [line.pieces.map(({ text }) => text).join('')]);
const shown = (rows: readonly DiffRow[]): string[] => rows.map((row) => (row.kind === 'folded' ? `… ${row.rows.length}` : `${row.kind}: ${textOf(row.before).join('')} | ${textOf(row.after).join('')}`));

test('a line that became another stands beside it, with the words that differ marked', () => {
  const [row] = diffRows('vlan 10 name Office', 'vlan 10 name Voice');
  expect(row).toEqual({
    kind: 'changed',
    before: { number: 1, pieces: [{ text: 'vlan 10 name ', changed: false }, { text: 'Office', changed: true }] },
    after: { number: 1, pieces: [{ text: 'vlan 10 name ', changed: false }, { text: 'Voice', changed: true }] },
  });
});

test('what came and what went have nothing beside them', () => {
  expect(shown(diffRows('a\nb', 'a\nb\nc'))).toEqual(['equal: a | a', 'equal: b | b', 'added:  | c']);
  expect(shown(diffRows('a\nb', 'b'))).toEqual(['removed: a | ', 'equal: b | b']);
  expect(shown(diffRows('', 'new'))).toEqual(['added:  | new']);
});

test('equal lines far from a change are folded, and can be opened', () => {
  const lines = Array.from({ length: 20 }, (_, at) => `line ${at}`);
  const rows = diffRows(lines.join('\n'), lines.with(10, 'other').join('\n'));
  expect(shown(rows)).toEqual(['… 7', 'equal: line 7 | line 7', 'equal: line 8 | line 8', 'equal: line 9 | line 9', 'changed: line 10 | other', 'equal: line 11 | line 11', 'equal: line 12 | line 12', 'equal: line 13 | line 13', '… 6']);
});

test('each side holds its text, whole and in order, whatever the texts', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'interface ge-0/0/1', 'interface ge-0/0/2', ' '), { maxLength: 30 }).map((lines) => lines.join('\n'));
  fc.assert(fc.property(texts, texts, (before, after) => {
    const rows = whole(diffRows(before, after));
    const lines = (text: string): string[] => (text === '' ? [] : text.split('\n'));
    expect(rows.flatMap((row) => textOf(row.before))).toEqual(lines(before));
    expect(rows.flatMap((row) => textOf(row.after))).toEqual(lines(after));
    expect(rows.flatMap(({ before: one }) => one?.number ?? [])).toEqual(lines(before).map((_, at) => at + 1));
  }));
});

test('values that are no text are compared as JSON, and what is not there as nothing', () => {
  expect([valueText('a\nb'), valueText(null), valueText([1]), valueText(false)]).toEqual(['a\nb', '', '[\n  1\n]', 'false']);
});
