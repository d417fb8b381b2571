import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { IdlePool, type Pooled } from './idle-pool.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Session extends Pooled {
  readonly name: string;
  busy: boolean;
}

function pool(most?: number): { readonly pool: IdlePool<Session>; readonly closed: string[]; readonly take: (name: string) => Session } {
  const closed: string[] = [];
  const opened = new IdlePool<Session>(({ name }) => void closed.push(name), most);
  return { pool: opened, closed, take: (name) => opened.take(name, () => ({ name, busy: false, lastUsed: 0 })) };
}

test('what is idle for two minutes is closed, and what is used stays', async () => {
  const { pool: sessions, closed, take } = pool();
  await using _ = sessions;
  take('idle');
  take('busy').busy = true;
  for (let minute = 0; minute < 3; minute += 1) {
    take('used');
    vi.advanceTimersByTime(60_000);
  }
  expect(closed).toEqual(['idle']);
});

test('of more than may stay open the latest come go as soon as they are idle, and what runs goes on', async () => {
  const { pool: sessions, closed, take } = pool(2);
  await using _ = sessions;
  for (const name of ['a', 'b', 'c', 'd']) take(name);
  take('d').busy = true;
  vi.advanceTimersByTime(1_000);
  expect(closed).toEqual(['c']);
  take('d').busy = false;
  vi.advanceTimersByTime(1_000);
  expect(closed).toEqual(['c', 'd']);
  const again = take('a');
  expect(take('a')).toBe(again);
});

test('what holds nothing open stays, however many there are', async () => {
  const closed: string[] = [];
  await using sessions = new IdlePool<Session>(({ name }) => void closed.push(name), 1);
  for (const name of ['a', 'b', 'c', 'd']) sessions.take(name, () => ({ name, busy: false, lastUsed: 0, keepsOpen: name < 'c' }));
  vi.advanceTimersByTime(1_000);
  expect(closed).toEqual(['b']);
});

test('at the end all is closed', async () => {
  const { pool: sessions, closed, take } = pool();
  take('a');
  take('b').busy = true;
  await sessions[Symbol.asyncDispose]();
  expect(closed).toEqual(['a', 'b']);
});
