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
