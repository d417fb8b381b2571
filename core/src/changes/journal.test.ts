import { expect, test } from 'vitest';
import { createHostEvents } from '../events/index.ts';
import { MemoryStore } from '../testing/index.ts';
import { Journal } from './journal.ts';
import { changesMigrations } from './migrations.ts';

test('changes are read to the first of all, page by page, in the order in which they began', async () => {
  await using store = new MemoryStore(changesMigrations);
  // The clock went back again and again: ids and times tell nothing of the order.
  await store.write([{ sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1205)
    INSERT INTO change_run (id, title, person, state, plan_hash, started_at) SELECT 'c-' || (i * 7 % 1205), i, 'ada', 'kept', 'x', '2026-01-0' || (1 + i % 9) FROM n` }]);
  const journal = new Journal(store, createHostEvents(), () => new Date());
  const titles: string[] = [];
  for (let page = await journal.all({ atMost: 400 }); page.length > 0;) {
    titles.push(...page.map(({ title }) => title));
    const { id = '' } = page.at(-1) ?? {};
    page = await journal.all({ atMost: 400, before: id });
  }
  expect(titles).toEqual(Array.from({ length: 1_205 }, (_none, at) => String(1_205 - at)));
  // Who asks for no page has the newest.
  expect((await journal.all()).map(({ title }) => title)).toEqual(titles.slice(0, 1_000));
});

test('changes of some people or states are found without reading the others, and with their steps in as many reads as there are pages', async () => {
  await using store = new MemoryStore(changesMigrations);
  await store.write([
    { sql: `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
      INSERT INTO change_run (id, title, person, state, plan_hash, started_at) SELECT 'c-' || i, i, CASE WHEN i % 100 = 0 THEN 'Ada' WHEN i = 7 THEN 'Zoë' ELSE 'bob' END, 'kept', 'x', '2026-01-01' FROM n` },
  ]);
  let reads = 0;
  const journal = new Journal({ read: (statement) => (reads += 1, store.read(statement)), write: (statements) => store.write(statements), writeSoon: (statements) => store.writeSoon(statements), status: () => store.status() }, createHostEvents(), () => new Date());
  const idsOf = async (only: { readonly person?: readonly string[]; readonly state?: readonly string[] }): Promise<readonly string[]> => (await journal.all({ only, atMost: 100 })).map(({ id }) => id);
  // What is written in letters that the database does not know may come too.
  expect(await idsOf({ person: ['ADA'], state: ['Kept'] })).toEqual(['c-300', 'c-200', 'c-100', 'c-7']);
  expect(await idsOf({ person: ['bob'], state: ['failed'] })).toEqual([]);
  reads = 0;
  expect(await idsOf({ person: ['BOB'] })).toHaveLength(100);
  expect(reads).toBe(2);
});
