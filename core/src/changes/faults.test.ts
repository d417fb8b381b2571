import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { pluginWaiting, processDied } from '../plugins/index.ts';
import { storeThreadLost } from '../store/index.ts';
import { FakeNetwork, type Fault } from '../testing/index.ts';

const person = 'ada';
const text = `title: New alias
changes:
  - { device: [access-1, access-2], resource: fake/port, spec: { port: Gi1, alias: new } }
  - { device: core, resource: fake/system, spec: { contact: noc } }
`;
const old = ['old', 'old', 'nobody'];
const fresh = ['new', 'new', 'noc'];

const plan = (changes: ChangeService): Promise<Plan> => changes.plan({ text, file: 'change.yaml', person });

function devicesOf(network: FakeNetwork): unknown[] {
  const port = { port: 'Gi1' };
  const fields = [
    [network.state('access-1', 'port', port), 'alias'], [network.state('access-2', 'port', port), 'alias'], [network.state('core', 'system'), 'contact'],
  ] as const;
  return fields.map(([state, field]) => (state.half === true ? 'half' : state[field]));
}

/** How many operations one apply takes, from its first to its last. */
async function operationsOfApply(): Promise<number> {
  await using network = new FakeNetwork();
  const changes = createChangeService(network.dependencies);
  const made = await plan(changes);
  const begin = network.log.length;
  await changes.apply({ plan: made, person });
  return network.log.length - begin;
}

const operations = await operationsOfApply();

/** What a change says of itself is what the devices have. */
function expectTruth(change: Change, network: FakeNetwork): void {
  const now = devicesOf(network);
  const told = change.steps.map(({ state }, at) => (state === 'verified' ? fresh[at] : state === 'restored' || state === 'untouched' ? old[at] : now[at]));
  expect(now).toEqual(told);
  expect(now).toEqual(change.state === 'kept' ? fresh : change.state === 'reverted-verified' ? old : now);
}

async function applyWith(network: FakeNetwork, schedule: ReadonlyMap<number, Fault>): Promise<Change | null> {
  const changes = createChangeService(network.dependencies);
  const made = await plan(changes);
  const begin = network.log.length;
  network.fault = (_operation, number) => schedule.get(number - begin) ?? null;
  try {
    return await changes.apply({ plan: made, person });
  } catch {
    return null;
  }
}

/** After a start without faults every device is all old or all new, is free, and takes another change. */
async function expectSound(network: FakeNetwork): Promise<void> {
  const next = createChangeService(network.restart());
  await next.recover();
  for (const change of await next.list()) {
    expectTruth(change, network);
    const held = change.state === 'failed-held' || change.state === 'reverted-unverified';
    const settled = held ? await next.undo({ change: change.id, person }) : change;
    expect(['kept', 'reverted-verified']).toContain(settled.state);
  }
  expect([old, fresh]).toContainEqual(devicesOf(network));
  expect(network.database.prepare('SELECT 1 FROM change_lease WHERE change_id IS NOT NULL').all()).toEqual([]);
  const again = await next.apply({ plan: await plan(next), person });
  expect(again.state).toBe('kept');
  expect(devicesOf(network)).toEqual(fresh);
}

test.each(['before', 'half', 'after'] as const)('one operation that fails (%s) at any point: kept or put back, and said so', async (fault) => {
  for (let at = 0; at < operations; at += 1) {
    await using network = new FakeNetwork();
    const change = await applyWith(network, new Map([[at, fault]]));
    // No change at all: refused before anything was touched, or put back while the store was failing.
    expect([null, 'kept', 'reverted-verified'], `at ${at}`).toContain(change?.state ?? null);
    expect(devicesOf(network), `at ${at}`).toEqual(change?.state === 'kept' ? fresh : old);
    await expectSound(network);
  }
});

test.each(['crash-before', 'crash-half', 'crash-after'] as const)('a host that dies (%s) at any instruction finishes or puts back at the next start', async (fault) => {
  for (let at = 0; at < operations; at += 1) {
    await using network = new FakeNetwork();
    expect(await applyWith(network, new Map([[at, fault]]))).toBeNull();
    await expectSound(network);
  }
});

test('whatever fails, and however often: no change claims what is not so', async () => {
  const faults = fc.constantFrom<Fault>('before', 'half', 'after', 'crash-before', 'crash-half', 'crash-after');
  const schedules = fc.array(fc.tuple(fc.nat(operations * 3), faults), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      await using network = new FakeNetwork();
      const change = await applyWith(network, new Map(schedule));
      if (change !== null) expectTruth(change, network);
      await expectSound(network);
    }),
    { numRuns: 300 },
  );
});

test('a start that dies while it recovers is finished by the next', async () => {
  await using network = new FakeNetwork();
  await applyWith(network, new Map([[operations - 4, 'crash-after']]));
  for (let at = 0; at < 6; at += 1) {
    const next = createChangeService(network.restart());
    const begin = network.log.length;
    network.fault = (_operation, number) => (number === begin + at ? 'crash-after' : null);
    await Promise.allSettled([next.recover()]);
  }
  await expectSound(network);
});

test.each([
  ['the leases of a change', 0], ['the begin of a change', 1],
])('a store that takes down %s and fails to say so: nothing is held, and no change seems to run', async (_title, write) => {
  await using network = new FakeNetwork();
  const changes = createChangeService(network.dependencies);
  const made = await plan(changes);
  let writes = 0;
  network.fault = (operation) => (operation === 'write-store' && writes++ === write ? 'after' : null);
  await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF6999' });
  expect(devicesOf(network)).toEqual(old);
  expect(network.database.prepare('SELECT 1 FROM change_lease WHERE change_id IS NOT NULL').all()).toEqual([]);
  expect((await changes.list()).map(({ state }) => state)).toEqual(write === 0 ? [] : ['reverted-verified']);
});

test('a store that takes down that a change is kept and fails to say so: it is kept, and no device is written to without its lease', async () => {
  await using network = new FakeNetwork();
  const changes = createChangeService(network.dependencies);
  const made = await plan(changes);
  network.fault = (operation) => (operation === 'write-store' && network.database.prepare("SELECT 1 FROM change_run WHERE state = 'verifying' AND wave = 1").all().length > 0 ? 'after' : null);
  const change = await changes.apply({ plan: made, person });
  expect(change.state).toBe('kept');
  expect(devicesOf(network)).toEqual(fresh);
  expect(network.log).not.toContain('restore');
});

test('a store thread that ends is waited for: the change goes on, and is kept', async () => {
  await using network = new FakeNetwork();
  const { store, ...needs } = network.dependencies;
  let ends = 0;
  const lost = storeThreadLost('the store thread ended');
  // Two writes are taken, and the thread ends before it says so: of the leases, and of a step.
  const write: typeof store.write = async (statements) => {
    await store.write(statements);
    if ([2, 5].includes((ends += 1))) throw lost;
  };
  const changes = createChangeService({ ...needs, store: { ...store, write } });
  expect(await changes.apply({ plan: await plan(changes), person })).toMatchObject({ state: 'kept' });
  expect(ends).toBeGreaterThan(9);
  expect(devicesOf(network)).toEqual(fresh);
  expect(network.log).not.toContain('restore');
});

test.each([0, 10_000, 20_000, 30_000, 40_000])('a device that is cut off as it is pushed to and comes back after %i ms is put back, not held', async (cutMs) => {
  await using network = new FakeNetwork();
  const { patience: _default, ...needs } = network.dependencies;
  let nowMs = 0;
  let backAtMs: number | null = null;
  network.fault = (operation, _number, device) => {
    if (device !== 'id-access-2') return null;
    if (operation === 'apply') {
      backAtMs = nowMs + cutMs;
      return 'after';
    }
    if (backAtMs === null || nowMs >= backAtMs) return null;
    nowMs += 2_000;
    return 'before';
  };
  const changes = createChangeService({ ...needs, pass: async (milliseconds) => void (nowMs += milliseconds) });
  expect(await changes.apply({ plan: await plan(changes), person })).toMatchObject({ state: 'reverted-verified' });
  expect(devicesOf(network)).toEqual(old);
});

test('a clock that is put back does not put a newer change behind older ones', async () => {
  await using network = new FakeNetwork();
  const changes = createChangeService(network.dependencies);
  const first = await changes.apply({ plan: await plan(changes), person });
  network.time = new Date(network.time.getTime() - 86_400_000);
  const undone = await changes.undo({ change: first.id, person });
  expect((await changes.list()).map(({ id }) => id)).toEqual([undone.id, first.id]);
});

test('a plugin whose process dies while it pushes is waited for, and what it wrote is put back', async () => {
  await using network = new FakeNetwork();
  const { plugins, ...needs } = network.dependencies;
  let away = 0;
  const there = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (away === 0) return work();
    away -= 1;
    throw pluginWaiting('fake starts again in 1 s');
  };
  const changes = createChangeService({
    ...needs,
    plugins: {
      ...plugins,
      read: (call) => there(() => plugins.read(call)),
      restore: (call) => there(() => plugins.restore(call)),
      async apply(call) {
        await plugins.apply(call);
        if (call.device.name !== 'access-2') return;
        // The first restore does not find it, nor do two looks after it.
        away = 3;
        throw processDied('exit code 137');
      },
    },
  });
  const change = await changes.apply({ plan: await plan(changes), person });
  expect(change).toMatchObject({ state: 'reverted-verified' });
  expect(devicesOf(network)).toEqual(old);
});

test.each(['before', 'after'] as const)('a store that fails (%s) to take down that a change is kept and cannot be read: nothing is put back, and the next start says', async (fault) => {
  await using network = new FakeNetwork();
  const { store, ...needs } = network.dependencies;
  let isBroken = false;
  const read: typeof store.read = (statement) => (isBroken ? Promise.reject(new Error('the disk is gone')) : store.read(statement));
  const changes = createChangeService({ ...needs, store: { ...store, read } });
  const made = await plan(changes);
  network.fault = (operation) => {
    isBroken ||= operation === 'write-store' && network.database.prepare("SELECT 1 FROM change_run WHERE state = 'verifying' AND wave = 1").all().length > 0;
    return isBroken ? fault : null;
  };
  await expect(changes.apply({ plan: made, person })).rejects.toMatchObject({ code: 'JF9800' });
  expect(devicesOf(network)).toEqual(fresh);
  expect(network.log).not.toContain('restore');
  const next = createChangeService(network.restart());
  await next.recover();
  expect((await next.list()).map(({ state }) => state)).toEqual([fault === 'before' ? 'reverted-verified' : 'kept']);
  await expectSound(network);
});
