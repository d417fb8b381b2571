import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSnmpValue, type WireCell } from './wire.ts';
import { decodeTable, rowsOfTable, tableOfRows, WireColumnWriter, type WireRow } from './wire-table.ts';

const cell: fc.Arbitrary<WireCell | null> = fc.oneof(
  fc.constant(null),
  fc.tuple(fc.constantFrom('Integer', 'Counter32', 'Gauge32'), fc.nat()),
  fc.tuple(fc.constant('Counter64'), fc.oneof(fc.nat(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String))),
  fc.tuple(fc.constant('OctetString'), fc.string({ unit: 'binary-ascii' })),
  fc.tuple(fc.constantFrom('Null', 'NoSuchInstance'), fc.constant(null)),
);
const width = 3;
const rows: fc.Arbitrary<WireRow[]> = fc.array(fc.tuple(fc.nat(99).map(String), cell, cell, cell), { maxLength: 8 });

test('whatever cells a table has or lacks, its rows cross by columns and back', () => {
  fc.assert(fc.property(rows, (all) => {
    expect(rowsOfTable(JSON.parse(JSON.stringify(tableOfRows(all, width))))).toEqual(all);
  }));
});

test('a plugin sees each value under the name that it asked for, and nothing where a row lacks it', () => {
  fc.assert(fc.property(rows, (all) => {
    const seen = decodeTable(JSON.parse(JSON.stringify(tableOfRows(all, width))), ['a', 'b', 'c']);
    expect(seen).toEqual(all.map(([index, ...cells]) => ({
      index,
      cells: Object.fromEntries(cells.flatMap((one, at) => (one === null ? [] : [['abc'[at], decodeSnmpValue(...one)]]))),
    })));
  }));
});

test('a column of one type names it once', () => {
  const writer = new WireColumnWriter();
  writer.set(0, 'Integer', 7);
  writer.set(2, 'Integer', 9);
  expect(writer.column([0, 1, 2])).toEqual(['Integer', [7, null, 9]]);
  writer.set(1, 'Gauge32', 8);
  expect(writer.column([2, 1, 0])).toEqual([null, [['Integer', 9], ['Gauge32', 8], ['Integer', 7]]]);
});
