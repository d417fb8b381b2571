import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change, ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { FakeNetwork } from '../testing/index.ts';

let network: FakeNetwork;
let changes: ChangeService;

beforeEach(() => {
  network = new FakeNetwork();
  changes = createChangeService(network.dependencies);
});
afterEach(async () => {
  await changes[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
});

const plan = (head = ''): Promise<Plan> => changes.plan({ text: `title: t\n${head}changes: [{ device: core, resource: fake/port, spec: { port: Gi1, alias: new } }]\n`, file: 'change.yaml', person: 'ada' });
const undo = ({ id }: Change): Promise<Change> => changes.undo({ change: id, person: 'ada' });
const alias = (): unknown => network.state('core', 'port', { port: 'Gi1' })['alias'];
/** A change that was undone: undoing that writes it once more. */
const undone = async (head = '', emergency?: string): Promise<Change> => undo(await changes.apply({ plan: await plan(head), person: 'ada', ...(emergency === undefined ? {} : { emergency }) }));
const stop = { person: 'bob', reason: 'loops at Leeds' };

test('a stop refuses to write once more what was undone, and lets that be put back that was', async () => {
  const first = await undone();
  await changes.stop(stop);
  await expect(undo(first)).rejects.toMatchObject({ code: 'JF6047' });
  expect(alias()).toBe('old');
  await changes.lift('bob');
  const again = await undo(first);
  expect(again).toMatchObject({ state: 'kept', undoes: first.id });
  expect(alias()).toBe('new');
  await changes.stop(stop);
  expect(await undo(again)).toMatchObject({ state: 'kept' });
  expect(alias()).toBe('old');
});

test('a stop puts back what is written once more as it runs', async () => {
  const first = await undone();
  network.wrote = async () => {
    network.wrote = () => undefined;
    await changes.stop(stop);
  };
  expect(await undo(first)).toMatchObject({ state: 'reverted-verified', message: 'bob called it off (JF6034)' });
  expect(alias()).toBe('old');
});

test('windows and freezes hold for what is written once more', async () => {
  network.conditions = { leeds: { freezes: { fair: { from: '2026-01-03', to: '2026-01-03', reason: 'the fair' } } } };
  const first = await undone('window: { from: "00:00", to: "05:00", zone: UTC }\n');
  network.time = new Date('2026-01-02T12:00:00Z');
  await expect(undo(first)).rejects.toMatchObject({ code: 'JF6033' });
  network.time = new Date('2026-01-03T01:00:00Z');
  await expect(undo(first)).rejects.toMatchObject({ code: 'JF6046' });
  network.time = new Date('2026-01-04T01:00:00Z');
  expect(await undo(first)).toMatchObject({ state: 'kept' });
});

test('approvals of its plan are needed for what is written once more, also when an emergency passed over them before', async () => {
  await expect(undo(await undone('approvals: 1\n', 'the tills are down'))).rejects.toMatchObject({ code: 'JF6032' });
  const made = await plan('approvals: 1\n');
  await changes.approve({ plan: made, person: 'bob' });
  expect(await undo(await undo(await changes.apply({ plan: made, person: 'ada' })))).toMatchObject({ state: 'kept' });
});

test('what is written once more is judged as its plan says', async () => {
  network.registered.set('id-core', 100);
  const first = await undone('health: { tolerate: [{ check: fake/ports, metric: registered, drop: 2 }] }\n');
  network.wrote = (id) => void network.registered.set(id, 50);
  expect(await undo(first)).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('registered was 100 and is 50') });
});

test('what is written once more takes from the budgets, and is refused where they are spent', async () => {
  const change = await changes.apply({ plan: await plan(), person: 'ada' });
  network.conditions = { leeds: { budgets: { day: { within: '24h', changes: 2 } } } };
  await changes[Symbol.asyncDispose]();
  changes = createChangeService(network.dependencies);
  const again = await undo(await undo(change));
  const last = await undo(again);
  await expect(undo(last)).rejects.toMatchObject({ code: 'JF6049', message: expect.stringContaining('2 changes count already') });
  network.time = new Date(network.time.getTime() + 24 * 3_600_000);
  expect(await undo(last)).toMatchObject({ state: 'kept' });
});

test('an undo that failed on a device is ended under a stop too', async () => {
  const change = await changes.apply({ plan: await plan(), person: 'ada' });
  network.fault = (operation) => (operation === 'restore' || operation === 'read' && network.log.includes('restore') ? 'before' : null);
  const failed = await undo(change);
  expect(failed).toMatchObject({ state: 'failed-held' });
  network.fault = () => null;
  await changes.stop(stop);
  expect(await undo(failed)).toMatchObject({ state: 'kept' });
});
