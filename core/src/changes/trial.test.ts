import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeService, Plan } from './change-service.ts';
import { createChangeService } from './changes.ts';
import { FakeNetwork } from '../testing/index.ts';

// What devices hold on trial: the contact of core, whose commit class is confirm, beside two ports.

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

const person = 'ada';
const text = `title: New alias
changes:
  - device: [access-1, access-2]
    resource: fake/port
    spec: { port: Gi1, alias: new }
  - device: core
    resource: fake/system
    spec: { contact: noc }
`;
const plan = (): Promise<Plan> => changes.plan({ text, file: 'change.yaml', person });
const port = { port: 'Gi1' };

function aliases(): unknown[] {
  return [network.state('access-1', 'port', port).alias, network.state('access-2', 'port', port).alias, network.state('core', 'system').contact];
}

const old = ['old', 'old', 'nobody'];

test('what the device holds on trial is confirmed once all is read back and found well, and only that', async () => {
  await changes.apply({ plan: await plan(), person });
  const devicesOnly = network.log.filter((operation) => operation !== 'write-store');
  expect(devicesOnly.filter((operation) => operation === 'confirm')).toHaveLength(1);
  // After the last check, and read once more: it might have been taken back just before.
  expect(devicesOnly.slice(devicesOnly.lastIndexOf('check'))).toEqual(['check', 'confirm', 'read']);
});

test('a device that does not take the confirmation is put back, and with it the others', async () => {
  network.fault = (operation) => (operation === 'confirm' ? 'before' : null);
  expect(await changes.apply({ plan: await plan(), person })).toMatchObject({ state: 'reverted-verified' });
  expect(aliases()).toEqual(old);
});

test('a device that the change cuts off takes it back by itself: the change is put back and nothing is held', async () => {
  network.wrote = (device) => void (device === 'id-core' && network.cutOff.add(device));
  const change = await changes.apply({ plan: await plan(), person });
  expect(change).toMatchObject({ state: 'reverted-verified' });
  expect(change.steps.find(({ device }) => device === 'id-core')).toMatchObject({ state: 'restored', message: 'the device took it back by itself' });
  expect(aliases()).toEqual(old);
});

test('a host that dies while a device is cut off finds it back as it was', async () => {
  network.wrote = (device) => void (device === 'id-core' && network.cutOff.add(device));
  network.fault = (operation, _number, device) => (operation === 'read' && device === 'id-core' && network.cutOff.has(device) ? 'crash-before' : null);
  await expect(changes.apply({ plan: await plan(), person })).rejects.toThrow('the host');
  changes = createChangeService(network.restart());
  expect(await changes.recover()).toMatchObject([{ state: 'reverted-verified' }]);
  expect(aliases()).toEqual(old);
});

test('a device that stays cut off is held, with what is where', async () => {
  network.wrote = (device) => void (device === 'id-access-1' && network.cutOff.add(device));
  expect(await changes.apply({ plan: await plan(), person })).toMatchObject({ state: 'failed-held', steps: expect.arrayContaining([expect.objectContaining({ device: 'id-access-1', state: 'failed' })]) });
});

test('an undo is on trial as the push was: it is confirmed too', async () => {
  const { id } = await changes.apply({ plan: await plan(), person });
  expect(await changes.undo({ change: id, person })).toMatchObject({ state: 'kept' });
  expect(network.log.filter((operation) => operation === 'confirm')).toHaveLength(2);
  expect(aliases()).toEqual(old);
});

test('a device that an undo cuts off takes the undo back by itself, and everything stays kept', async () => {
  const { id } = await changes.apply({ plan: await plan(), person });
  const kept = aliases();
  network.wrote = (device) => void (device === 'id-core' && network.cutOff.add(device));
  const undoing = await changes.undo({ change: id, person });
  expect(undoing).toMatchObject({ state: 'reverted-verified' });
  expect(undoing.steps.find(({ device }) => device === 'id-core')).toMatchObject({ state: 'restored', message: 'the device took it back by itself' });
  expect(aliases()).toEqual(kept);
  network.wrote = () => {};
  expect(await changes.undo({ change: id, person })).toMatchObject({ state: 'kept' });
  expect(aliases()).toEqual(old);
});

test('what is worse than before is never confirmed', async () => {
  network.wrote = (device) => void network.critical.add(device);
  expect(await changes.apply({ plan: await plan(), person })).toMatchObject({ state: 'reverted-verified' });
  expect(network.log).not.toContain('confirm');
});
