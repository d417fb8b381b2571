import { expect, test } from 'vitest';
import { changes } from './changes.ts';
import { explore, pathTo } from './explore.ts';
import { invariants } from './invariants.ts';

test.each(changes)('$title: every invariant holds in every state that any faults lead to', { timeout: 180_000 }, (change) => {
  const { visits, edges } = explore(change);
  process.stdout.write(`${change.title}: ${visits.length} states, ${edges.length} transitions\n`);
  for (const { title, holds } of invariants) {
    const broken = visits.find((visit) => !holds(visit.state, change, visit));
    expect(broken === undefined ? null : { title, path: pathTo(broken), state: broken.state }).toBeNull();
  }
  expect(edges.length).toBeGreaterThan(visits.length);
  const ends = new Set(visits.filter(({ state }) => state.host === null).map(({ state }) => state.world.run));
  expect([...ends]).toEqual(expect.arrayContaining(['kept', 'reverted-verified', 'reverted-unverified', 'failed-held']));
});
