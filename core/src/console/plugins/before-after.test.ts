import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asksFor, sideRows } from './before-after.ts';

test('each line stands on its side once, what is new first', () => {
  const lines = fc.array(fc.string());
  fc.assert(fc.property(lines, lines, lines, (added, removed, same) => {
    const rows = sideRows({ added, removed, same });
    const of = (state: string): readonly string[] => rows.filter((row) => row.state === state).map(({ line }) => line);
    expect([of('added'), of('removed'), of('same')]).toEqual([added, removed, same]);
    expect(rows.findLastIndex(({ state }) => state === 'added')).toBe(added.length - 1);
  }));
});

test('what is asked for is said in a sentence', () => {
  const [reads, writes] = [{ writes: false }, { writes: true }];
  expect(asksFor({ added: [reads, writes], removed: [reads], same: [] }, '1.0.0')).toBe('It asks for 2 permissions more, 1 of them to change devices, and gives up one.');
  expect(asksFor({ added: [writes], removed: [], same: [] }, '1.0.0')).toBe('It asks for 1 permission more, to change devices.');
  expect(asksFor({ added: [reads, reads], removed: [], same: [] }, null)).toBe('It asks for 2 permissions, none of them to change a device.');
  expect(asksFor({ added: [], removed: [reads, reads], same: [reads] }, '1.0.0')).toBe('It asks for nothing new, and gives up 2.');
});
