import { Refused, Unreachable } from '@jackfield/sdk';
import { beforeEach, expect, test } from 'vitest';
import { processDied } from '../plugins/index.ts';
import { FakeNetwork } from '../testing/index.ts';
import type { Change, ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';

const person = 'ada';
const text = `title: New contact
trial: 1m
changes: [{ device: core, resource: fake/system, spec: { contact: noc } }]
`;

let network: FakeNetwork;
beforeEach(() => {
  network = new FakeNetwork();
  return () => network[Symbol.asyncDispose]();
});

const plan = (changes: ChangeService): Promise<Plan> => changes.plan({ text, file: 'change.yaml', person });
const contact = (): unknown => network.state('core', 'system')['contact'];

async function apply(changes: ChangeService): Promise<Change> {
  return changes.apply({ plan: await plan(changes), person });
}

/** Nobody reaches the device from its push on; what it does meanwhile, and after how many looks it answers again. */
function cutLine(meanwhile: () => void, reads: number): void {
  let left = reads;
  let isPushed = false;
  network.fault = (operation) => {
    if (operation === 'write-store') return null;
    if (operation === 'apply') {
      isPushed = true;
      return 'after';
    }
    if (!isPushed) return null;
    if (operation === 'read') left -= 1;
    if (left === 0) meanwhile();
    return left > 0 ? 'before' : null;
  };
}

test('a trial that began and nothing else is ended by the next start: the next change is not taken back by it', async () => {
  network.fault = (operation) => (operation === 'apply' ? 'crash-armed' : null);
  await expect(apply(createChangeService(network.dependencies))).rejects.toThrow('the host');
  expect(network.isOnTrial('core')).toBe(true);
  const next = createChangeService(network.restart());
  expect(await next.recover()).toMatchObject([{ state: 'reverted-verified' }]);
  expect(network.isOnTrial('core')).toBe(false);
  expect(await apply(next)).toMatchObject({ state: 'kept' });
  network.endTrial('core');
  expect(contact()).toBe('noc');
});

test('a device that refuses what is pushed once its trial began is not left on trial', async () => {
  const { plugins, ...needs } = network.dependencies;
  network.fault = (operation) => (operation === 'apply' ? 'armed' : null);
  const refusing: typeof plugins.apply = (call) => plugins.apply(call).catch((cause: unknown) => Promise.reject(new Refused('no room', { cause })));
  const change = await apply(createChangeService({ ...needs, plugins: { ...plugins, apply: refusing } }));
  expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }] });
  expect(network.isOnTrial('core')).toBe(false);
});

test('a device that restarts while the line is cut, and forgets its trial, is put back once it answers', async () => {
  // Two attempts read three times each; then it is waited for.
  cutLine(() => network.restartDevice('core'), 9);
  const change = await apply(createChangeService(network.dependencies));
  expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored' }] });
  expect(contact()).toBe('nobody');
});

test('a device that answers again before its trial is over is put back then, and not waited for', async () => {
  let passed = 0;
  const { pass, ...needs } = network.dependencies;
  cutLine(() => undefined, 9);
  const change = await apply(createChangeService({ ...needs, pass: async (milliseconds, signal) => {
    passed += milliseconds;
    await pass?.(milliseconds, signal);
  } }));
  expect(change).toMatchObject({ state: 'reverted-verified' });
  expect(passed).toBeLessThan(60_000);
  expect(network.isOnTrial('core')).toBe(false);
});

test('a device that takes nothing back from us is waited for until it does by itself', async () => {
  network.fault = (operation) => (operation === 'confirm' || operation === 'restore' ? 'before' : null);
  const change = await apply(createChangeService(network.dependencies));
  expect(change).toMatchObject({ state: 'reverted-verified', steps: [{ state: 'restored', message: 'the device took it back by itself' }] });
  expect(contact()).toBe('nobody');
});

test('a plugin that ends while a device is waited for is no reason to give up', async () => {
  const { plugins, ...needs } = network.dependencies;
  cutLine(() => network.endTrial('core'), 11);
  let deaths = 0;
  const read: typeof plugins.read = (call) => plugins.read(call).catch((cause: unknown) => {
    deaths += 1;
    throw deaths === 8 ? processDied('exit code 137') : cause;
  });
  const change = await apply(createChangeService({ ...needs, plugins: { ...plugins, read } }));
  expect(deaths).toBeGreaterThanOrEqual(8);
  expect(change).toMatchObject({ state: 'reverted-verified' });
});

test('a device that restarts before it is confirmed, and has all of it, is kept: it let us in anew', async () => {
  network.fault = (operation) => {
    if (operation === 'confirm') network.restartDevice('core');
    return null;
  };
  expect(await apply(createChangeService(network.dependencies))).toMatchObject({ state: 'kept' });
  network.endTrial('core');
  expect(contact()).toBe('noc');
});

test('a device that restarts with the host gone keeps what it has until the next start puts it back', async () => {
  network.fault = (operation) => (operation === 'confirm' ? 'crash-before' : null);
  await expect(apply(createChangeService(network.dependencies))).rejects.toThrow('the host');
  network.restartDevice('core');
  expect(contact()).toBe('noc');
  const next = createChangeService(network.restart());
  expect(await next.recover()).toMatchObject([{ state: 'reverted-verified' }]);
  expect(contact()).toBe('nobody');
});

test('a device that what was pushed cuts off and that restarts is held, and undone once somebody let it in', async () => {
  network.fault = (operation) => {
    if (operation === 'apply') return 'cut';
    if (network.cutOff.has('id-core')) network.restartDevice('core');
    return null;
  };
  const changes = createChangeService(network.dependencies);
  const change = await apply(changes);
  expect(change).toMatchObject({ state: 'failed-held', steps: [{ state: 'failed' }] });
  await expect(changes.undo({ change: change.id, person })).rejects.toThrow(Unreachable);
  network.cutOff.clear();
  expect(await changes.undo({ change: change.id, person })).toMatchObject({ state: 'kept' });
  expect(contact()).toBe('nobody');
});
