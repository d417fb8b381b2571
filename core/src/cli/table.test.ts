import fc from 'fast-check';
import { expect, test } from 'vitest';
import { table } from './table.ts';
import { width } from './text.ts';

test('columns are aligned, numbers to the right', () => {
  expect(table([{ title: 'NAME' }, { title: 'PORTS', align: 'right' }, { title: 'MODEL' }], [['core-1', '48', 'W48'], ['edge', '8', 'W8']], Infinity)).toBe(
    'NAME    PORTS  MODEL\n' +
    'core-1     48  W48\n' +
    'edge        8  W8\n',
  );
});

test('what does not fit gives way in the widest column, with a mark', () => {
  expect(table([{ title: 'NAME', firm: true }, { title: 'SUMMARY' }], [['a-rather-long-name', 'a summary that does not fit here']], 36)).toBe(
    'NAME                SUMMARY\n' +
    'a-rather-long-name  a summary that …\n',
  );
});

test('codes that a device puts into its name move no cursor', () => {
  const text = table([{ title: 'NAME' }], [['evil\u001b[2J\u0007\u202eeman']], Infinity);
  expect(text).toBe('NAME\nevil·[2J··eman\n');
});

test('whatever the texts, no line is wider than the terminal while the columns can shrink', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { maxLength: 10 }), fc.integer({ min: 22, max: 120 }), (rows, columns) => {
    for (const line of table([{ title: 'A' }, { title: 'B' }, { title: 'C' }], rows, columns).split('\n')) expect(width(line)).toBeLessThanOrEqual(columns);
  }));
});
