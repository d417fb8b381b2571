import { AuthFailed, result, Unreachable } from '@jackfield/sdk';
import { expect, test, vi } from 'vitest';
import { fans, minute, second, useFakeTime } from './testing/fake-time.ts';
import { device, Rig } from './testing/rig.ts';

useFakeTime();

const vaults = ['127.0.0.8', '127.0.0.9'] as const;
const two = { ...fans, ports: { title: 'Ports', every: '60s' } };

/** Two vaults behind a bastion, and whatever else. */
function rigBehindJump(more: ReturnType<typeof device>[] = [], store?: Rig['store']): Rig {
  const rig = new Rig([...vaults.map((address, at) => device(`vault-${at + 1}`, address)), ...more], two, store);
  for (const [at, address] of vaults.entries()) rig.declared.push({ name: `vault-${at + 1}`, address, labels: {}, place: { file: 'sites/leeds.yaml', line: 5, column: 5 } });
  rig.settings['transports'] = { ssh: { jump: [{ address: '192.0.2.1', credentials: 'door' }] } };
  return rig;
}

const reason = 'jump host 192.0.2.1:22 (hop 1): nobody listens on port 22';
const closed = new Unreachable(`fingerprint.ssh on 127.0.0.9: ${reason}`, { data: { hop: '192.0.2.1:22', reason }, hint: 'Is sshd up?' });

function close(rig: Rig, why = closed): void {
  for (const address of vaults) rig.ways.set(address, why);
  rig.answer = () => Promise.reject(why);
}

function open(rig: Rig): void {
  rig.ways.clear();
  rig.answer = async () => result.ok('fine');
}

const told = async (rig: Rig): Promise<string[]> => (await rig.health.incidents({ status: 'open' })).map(({ device: of, summary }) => `${of}: ${summary}`);
const hopTold = [`192.0.2.1:22: ${reason}; 2 devices lie behind it`];

test('devices behind a jump host are not pinged, and looked at no more once they answered: their checks tell', async () => {
  await using rig = rigBehindJump([device('sw')]);
  for (const address of vaults) rig.silent.add(address);
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(new Set(rig.sweeps.flatMap(({ addresses }) => addresses))).toEqual(new Set(['127.0.0.1']));
  expect(rig.looks.toSorted()).toEqual([...vaults]);
  expect(rig.health.statuses().every(({ state }) => state === 'ok')).toBe(true);
});

test('a jump host that dies is one incident; what lies behind it is unknown, says why, and is not asked', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  close(rig);
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(await told(rig)).toEqual(hopTold);
  expect(rig.health.statuses().map(({ state, code, summary, hint }) => [state, code, summary, hint])).toEqual(Array.from({ length: 4 }, () => ['unknown', 'JF0001', reason, 'Is sshd up?']));
  rig.calls.length = 0;
  await vi.advanceTimersByTimeAsync(30 * minute);
  expect(rig.calls).toEqual([]);
  expect(await rig.health.incidents()).toHaveLength(1);
});

test('when it is back so is all behind it, soon, and its incident ends', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  close(rig);
  await vi.advanceTimersByTimeAsync(60 * minute);
  open(rig);
  const asked = rig.health.checkNow('vault-1', { check: 'fans' });
  await vi.advanceTimersByTimeAsync(20 * second);
  expect(await asked).toMatchObject([{ state: 'ok' }]);
  expect(await told(rig)).toEqual([]);
  expect(rig.health.statuses().map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok']);
});

test('one dead device behind a jump host that is well is one incident of its own; the others go on', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  rig.ways.set('127.0.0.9', 'silent');
  rig.answer = async ({ device: { id } }) => (id === 'id-vault-2' ? Promise.reject(new Unreachable('no answer')) : result.ok('fine'));
  await vi.advanceTimersByTimeAsync(3 * minute);
  expect(await told(rig)).toEqual(['id-vault-2: vault-2 (127.0.0.9) does not answer']);
  expect(rig.health.statuses().map(({ device: of, state, code }) => [of, state, code])).toEqual([
    ['id-vault-1', 'ok', null], ['id-vault-1', 'ok', null], ['id-vault-2', 'unknown', 'JF5008'], ['id-vault-2', 'unknown', 'JF5008'],
  ]);
  // One that was known to be down stays so when its jump host dies as well.
  close(rig);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect((await told(rig)).toSorted()).toEqual([...hopTold, 'id-vault-2: vault-2 (127.0.0.9) does not answer']);
});

test('a jump host whose key changed is no answer of what lies behind it', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  const changed = 'jump host 192.0.2.1:22 (hop 1): the host key of 192.0.2.1:22 has changed';
  close(rig, new AuthFailed(changed, { data: { hop: '192.0.2.1:22', reason: changed } }));
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(await told(rig)).toEqual([`192.0.2.1:22: ${changed}; 2 devices lie behind it`]);
});

test('one that a jump host lets nobody through to is an incident of its own, and says so', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  const barred = 'jump host 192.0.2.1:22 (hop 1) does not let this login through to 127.0.0.9:22: open failed';
  const refusal = new Unreachable(barred, { data: { hop: '192.0.2.1:22', to: '127.0.0.9:22', reason: barred } });
  rig.ways.set('127.0.0.9', refusal);
  rig.answer = async ({ device: { id } }) => (id === 'id-vault-2' ? Promise.reject(refusal) : result.ok('fine'));
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(await told(rig)).toEqual([`id-vault-2: vault-2 (127.0.0.9) cannot be reached: ${barred}`]);
});

test('a jump host that is a device itself has the incident; when that does not answer to echoes either, that alone is told', async () => {
  await using rig = rigBehindJump([device('192.0.2.1', '192.0.2.1')]);
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  close(rig);
  rig.answer = async ({ device: { id } }) => (id.startsWith('id-vault') ? Promise.reject(closed) : result.ok('fine'));
  await vi.advanceTimersByTimeAsync(5 * minute);
  expect(await told(rig)).toEqual([`id-192.0.2.1: ${reason}; 2 devices lie behind it`]);
  rig.silent.add('192.0.2.1');
  rig.answer = () => Promise.reject(closed);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(await told(rig)).toEqual(['id-192.0.2.1: 192.0.2.1 (192.0.2.1) does not answer']);
});

test('over a restart of the host it stays closed, and nothing is told twice', async () => {
  await using rig = rigBehindJump();
  await rig.health.start();
  await vi.advanceTimersByTimeAsync(2 * minute);
  close(rig);
  await vi.advanceTimersByTimeAsync(5 * minute);
  await rig[Symbol.asyncDispose]();
  await using next = rigBehindJump([], rig.store);
  close(next);
  await next.health.start();
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(next.calls).toEqual([]);
  expect(await told(next)).toEqual(hopTold);
  expect(await next.health.incidents()).toHaveLength(1);
  next.declared.length = 0;
  next.events.emit('configuration.reloaded', { sites: 1, person: 'jackfield', atNextStart: [] });
  open(next);
  await vi.advanceTimersByTimeAsync(10 * minute);
  expect(await told(next)).toEqual([]);
});
