import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { storeFailed, storeFull } from './errors.ts';
import { HeldWrites } from './held-writes.ts';
import type { Statement } from './store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const group = (sql: string): Statement[] => [{ sql }];

function disk() {
  const state = { full: false, refuses: '', written: [] as string[], told: [] as string[] };
  const held = new HeldWrites({
    write: async (statements) => {
      if (state.full) throw storeFull('database or disk is full');
      if (statements.some(({ sql }) => sql === state.refuses)) throw storeFailed('no such table');
      state.written.push(...statements.map(({ sql }) => sql));
    },
    onFull: ({ code }) => state.told.push(code),
    onRoom: (written, lost) => state.told.push(`${written} written, ${lost} lost`),
  });
  return { state, held };
}

test('what finds no room waits in its order and is written when there is some; both are told once', async () => {
  const { state, held } = disk();
  expect(await held.write(group('a'))).toBe('written');
  state.full = true;
  expect(await Promise.all(['b', 'c'].map((sql) => held.write(group(sql))))).toEqual(['kept', 'kept']);
  await vi.advanceTimersByTimeAsync(5_000);
  state.full = false;
  // Room or not: it goes behind those that wait.
  expect(await held.write(group('d'))).toBe('kept');
  expect(held.status()).toMatchObject({ waiting: 3, lost: 0, problem: { code: 'JF7003' } });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.written).toEqual(['a', 'b', 'c', 'd']);
  expect(state.told).toEqual(['JF7003', '3 written, 0 lost']);
  expect(held.status()).toEqual({ waiting: 0, lost: 0, problem: null });
  expect(await held.write(group('e'))).toBe('written');
});

test('a statement that no database takes is lost alone', async () => {
  const { state, held } = disk();
  state.full = true;
  for (const sql of ['a', 'bad', 'b']) await held.write(group(sql));
  Object.assign(state, { full: false, refuses: 'bad' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.written).toEqual(['a', 'b']);
  expect(state.told).toEqual(['JF7003', '2 written, 1 lost']);
});

test('memory is bounded: what is too much is refused and counted', async () => {
  const { state, held } = disk();
  state.full = true;
  const large = [{ sql: 'large', values: ['x'.repeat(33 * 1_024 * 1_024)] }];
  expect(await held.write(large)).toBe('kept');
  await expect(held.write(large)).rejects.toMatchObject({ code: 'JF7003' });
  expect(held.status()).toMatchObject({ waiting: 1, lost: 1 });
  expect(await held.end()).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
