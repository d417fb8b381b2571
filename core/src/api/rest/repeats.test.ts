import { expect, test } from 'vitest';
import { storeFull } from '../../store/index.ts';
import { MemoryStore } from '../../testing/index.ts';
import { apiMigrations } from '../migrations.ts';
import { Repeats } from './repeats.ts';

const asked = { person: 'ada', key: 'k-1', request: 'POST /api/changes', shownOnce: false };

test('a disk that is full when the work is done changes nothing of its answer, and the work is not done again', async () => {
  await using store = new MemoryStore(apiMigrations);
  const repeats = new Repeats(store);
  let done = 0;
  const work = async (): Promise<string> => {
    done += 1;
    store.failing = storeFull('no room on the disk');
    return 'it is done';
  };
  expect(await repeats.once(asked, work)).toBe('it is done');
  store.failing = null;
  await expect(repeats.once(asked, work)).rejects.toMatchObject({ code: 'JF8413' });
  expect(done).toBe(1);
});

test('what was refused says why on a full disk too, and may be tried again', async () => {
  await using store = new MemoryStore(apiMigrations);
  const repeats = new Repeats(store);
  await expect(repeats.once(asked, async () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  await expect(repeats.once({ ...asked, key: 'k-2' }, async () => {
    store.failing = storeFull('no room on the disk');
    throw new Error('not now either');
  })).rejects.toThrow('not now either');
  store.failing = null;
  expect(await repeats.once(asked, async () => 'now')).toBe('now');
});
