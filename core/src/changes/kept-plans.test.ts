import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeNetwork } from '../testing/index.ts';
import type { ChangeService } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { mistakesOf } from './file-mistakes.ts';

let network: FakeNetwork;
let changes: ChangeService;
let now: Date;

beforeEach(() => {
  network = new FakeNetwork();
  now = new Date('2026-03-01T10:00:00.000Z');
  changes = createChangeService({ ...network.dependencies, now: () => now });
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const text = `title: New alias
approvals: 1
changes:
  - device: access-1
    resource: fake/port
    spec: { port: Gi1, alias: new }
`;
const plan = (of = text) => changes.plan({ text: of, file: 'change.yaml', person: 'ada' });

describe('plans that wait', () => {
  test('somebody else finds one, approves it as the host kept it, and it is gone from the list when it is applied', async () => {
    const made = await plan();
    const [waiting] = await changes.plans();
    expect(waiting).toMatchObject({ plan: { id: made.id, title: 'New alias', author: 'ada' }, given: [], change: null });
    await changes.approve({ plan: waiting?.plan, person: 'grace' });
    expect((await changes.findPlan(made.id))?.given.map(({ person }) => person)).toEqual(['grace']);
    const change = await changes.apply({ plan: waiting?.plan, person: 'grace' });
    expect(change.state).toBe('kept');
    expect(await changes.plans()).toEqual([]);
    expect(await changes.findPlan(change.id)).toMatchObject({ plan: { hash: made.hash }, change: change.id });
  });

  test('one that nobody applied is gone when it expires', async () => {
    const made = await plan();
    now = new Date(Date.parse(made.expiresAt) + 1);
    expect(await changes.plans()).toEqual([]);
    expect(await changes.findPlan(made.id)).toBeNull();
  });

  test('one that has nothing to do waits for nobody', async () => {
    await plan(text.replace('alias: new', 'alias: old'));
    expect(await changes.plans()).toEqual([]);
  });
});

test('what is wrong with a file is told with its place, without asking a device', () => {
  const wrong = text.replace('device: access-1', 'device: acces-1').replace('alias: new', 'alias: 5');
  const right = text.replace('alias: new', 'alias: 5');
  expect(mistakesOf(wrong, 'change.yaml', network.dependencies).map(({ message, place }) => [message, place.line])).toEqual([['there is no device acces-1', 4]]);
  expect(mistakesOf(right, 'change.yaml', network.dependencies).map(({ place }) => place.line)).toEqual([6]);
  expect(network.log).toEqual([]);
});
