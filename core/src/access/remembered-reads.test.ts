import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Row } from '../store/index.ts';
import { rememberReads } from './remembered-reads.ts';

/** A store of one value, whose reads answer when they are let go. */
function slowStore() {
  let value = 0;
  let asked = 0;
  const waiting: (() => void)[] = [];
  const unused = async (): Promise<never> => Promise.reject(new Error('not part of this test'));
  const store = rememberReads({
    async read() {
      asked += 1;
      const rows: readonly Row[] = [{ value }];
      await new Promise<void>((done) => waiting.push(done));
      return rows;
    },
    async write() {
      value += 1;
    },
    writeSoon: unused, status: () => ({ waiting: 0, lost: 0, problem: null }), backup: unused, [Symbol.asyncDispose]: unused,
  });
  return { store, value: () => value, asked: () => asked, letGo: () => waiting.splice(0).forEach((done) => done()) };
}

const read = { sql: 'SELECT value' };

test('what was asked is not asked again, until something is written', async () => {
  const { store, asked, letGo } = slowStore();
  const first = store.read(read);
  letGo();
  await first;
  expect([await store.read(read), asked()]).toEqual([[{ value: 0 }], 1]);
  await store.write([]);
  const second = store.read(read);
  letGo();
  expect([await second, asked()]).toEqual([[{ value: 1 }], 2]);
});

test('whatever is read and written at once, what is read after a write is never older than it', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('read', 'write', 'let go'), { maxLength: 30 }), async (steps) => {
    const { store, value, letGo } = slowStore();
    const begun: Promise<unknown>[] = [];
    for (const step of steps) {
      if (step === 'read') begun.push(store.read(read));
      else if (step === 'write') await store.write([]);
      else letGo();
    }
    const last = store.read(read);
    letGo();
    expect(await last).toEqual([{ value: value() }]);
    await Promise.all(begun);
  }), { numRuns: 100 });
});
