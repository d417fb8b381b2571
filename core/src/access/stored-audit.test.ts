import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../store/index.ts';
import type { Audit } from './audit.ts';
import { accessMigrations } from './migrations.ts';
import { createAudit } from './stored-audit.ts';

let folder: string;
let store: Store;
let audit: Audit;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-audit-'));
  store = await openStore({ file: join(folder, 'jackfield.db'), migrations: accessMigrations });
  audit = await createAudit(store);
  const entry = { person: 'ann', action: 'operation.write', plugin: 'snmp-switch', pluginVersion: '0.1.0', outcome: 'done' } as const;
  await Promise.all(['sw1', 'sw2', 'sw1'].map((device, at) => audit.record({ ...entry, device, change: `c${at}`, detail: 'snmp.set', changed: [{ what: 'alias', before: null, after: `uplink ${at}` }] })));
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test('records come back newest first, by device and by change', async () => {
  expect((await audit.list()).map((record) => record.sequence)).toEqual([3, 2, 1]);
  expect((await audit.list({ device: 'sw1' })).map((record) => record.change)).toEqual(['c2', 'c0']);
  expect(await audit.list({ change: 'c1' })).toMatchObject([{ device: 'sw2', person: 'ann' }]);
  // Before the limit: what others did elsewhere does not hide what was done here.
  expect((await audit.list({ devices: ['sw2', 'sw9'], limit: 1 })).map((record) => record.sequence)).toEqual([2]);
  expect((await audit.list({ limit: 1 })).map((record) => record.sequence)).toEqual([3]);
});

test('what an act altered is kept with it, before and after, and cut where nobody would read on', async () => {
  await audit.record({ person: 'bob', action: 'person.set', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: 'carol', changed: [{ what: 'role at site:leeds', before: 'viewer', after: 'x'.repeat(5_000) }] });
  const [newest, , second] = await audit.list();
  expect(newest?.changed).toEqual([{ what: 'role at site:leeds', before: 'viewer', after: `${'x'.repeat(2_000)} …` }]);
  expect(second?.changed).toEqual([{ what: 'alias', before: null, after: 'uplink 1' }]);
  expect(await audit.verify()).toBeNull();
});

test('records from before there was that keep their hashes', async () => {
  await audit.record({ person: 'bob', action: 'daemon.backup', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: '/x' });
  const [last] = await audit.list();
  const text = JSON.stringify([(await audit.list())[1]?.hash, 4, last?.at, 'bob', 'daemon.backup', null, null, null, null, 'done', '/x']);
  expect(last?.hash).toBe(createHash('sha256').update(text).digest('hex'));
});

test('a device that was removed is found by the name it had', async () => {
  await audit.record({ person: 'bob', action: 'device.remove', plugin: null, pluginVersion: null, device: 'sw1', change: null, outcome: 'done', detail: 'leeds-core-1' });
  expect((await audit.list({ device: 'leeds-core-1' })).map((record) => record.sequence)).toEqual([4, 3, 1]);
  expect(await audit.list({ device: 'leeds-core-2' })).toEqual([]);
});

test.each([['taken', true], ['not taken', false]])('a record that was %s by a store that failed: the chain goes on behind what is on disk', async (_title, isTaken) => {
  const entry = { person: 'ann', action: 'change.apply', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: '' } as const;
  let fails = true;
  const failing = await createAudit({
    read: (statement) => store.read(statement), writeSoon: (statements) => store.writeSoon(statements), status: () => store.status(), backup: (file) => store.backup(file),
    async write(statements) {
      if (!fails || isTaken) await store.write(statements);
      if (fails) throw new Error('the store thread ended');
    },
    [Symbol.asyncDispose]: async () => undefined,
  });
  await expect(failing.record(entry)).rejects.toThrow('the store thread ended');
  fails = false;
  await failing.record(entry);
  expect((await failing.list()).map(({ sequence }) => sequence)).toEqual(isTaken ? [5, 4, 3, 2, 1] : [4, 3, 2, 1]);
  expect(await failing.verify()).toBeNull();
});

test('an untouched chain holds, also when it is continued after a restart', async () => {
  audit = await createAudit(store);
  await audit.record({ person: 'bob', action: 'change.apply', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'refused', detail: '' });
  expect(await audit.verify()).toBeNull();
});

interface Meddling {
  readonly how: string;
  readonly sql: readonly string[];
  /** The first record that does not fit any more. */
  readonly first: number;
}

const alterations = ['at', 'person', 'action', 'plugin', 'plugin_version', 'device', 'change', 'outcome', 'detail', 'origin', 'changed', 'hash'].map((column): Meddling =>
  ({ how: `altered in ${column}`, sql: [`UPDATE audit SET ${column} = ${column === 'outcome' ? "'refused'" : "'eve'"} WHERE sequence = 2`], first: 2 }));

test.each<Meddling>([
  ...alterations,
  { how: 'told to have altered nothing', sql: ['UPDATE audit SET changed = NULL WHERE sequence = 2'], first: 2 },
  { how: 'told to have altered to something else', sql: ["UPDATE audit SET changed = replace(changed, 'uplink 1', 'uplink 2') WHERE sequence = 2"], first: 2 },
  { how: 'emptied', sql: ['UPDATE audit SET device = NULL WHERE sequence = 2'], first: 2 },
  { how: 'removed from the beginning', sql: ['DELETE FROM audit WHERE sequence = 1'], first: 1 },
  { how: 'removed from the middle', sql: ['DELETE FROM audit WHERE sequence = 2'], first: 2 },
  { how: 'removed from the end', sql: ['DELETE FROM audit WHERE sequence = 3'], first: 3 },
  { how: 'removed, and the others moved up', sql: ['DELETE FROM audit WHERE sequence = 1', 'UPDATE audit SET sequence = sequence - 1'], first: 1 },
  { how: 'put in another order', sql: ['UPDATE audit SET sequence = CASE sequence WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE sequence END', 'UPDATE audit SET sequence = -sequence WHERE sequence < 0'], first: 1 },
  { how: 'put in twice', sql: ['INSERT INTO audit SELECT 4, at, person, action, plugin, plugin_version, device, change, outcome, detail, hash, origin, changed FROM audit WHERE sequence = 3'], first: 4 },
  { how: 'taken away with all others', sql: ['DELETE FROM audit'], first: 1 },
])('a record that was $how is found, also by a host that started since', async ({ sql, first }) => {
  await store.write(sql.map((one) => ({ sql: one })));
  expect(await audit.verify()).toBe(first);
  expect(await (await createAudit(store)).verify()).toBe(first);
});

test('a record cut off the end stays found after others are written', async () => {
  await store.write([{ sql: 'DELETE FROM audit WHERE sequence = 3' }]);
  const restarted = await createAudit(store);
  await restarted.record({ person: 'ann', action: 'change.apply', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: '' });
  expect(await restarted.verify()).toBe(3);
});

test('a chain that was made anew from a record on is found while the host runs that wrote the old one', async () => {
  const other = await openStore({ file: join(folder, 'other.db'), migrations: accessMigrations });
  const forged = await createAudit(other);
  for (const device of ['sw1', 'sw2', 'sw3']) await forged.record({ person: 'eve', action: 'operation.write', plugin: null, pluginVersion: null, device, change: null, outcome: 'done', detail: '' });
  const records = (await forged.list()).toReversed();
  expect(await forged.verify()).toBeNull();
  await store.write([{ sql: 'DELETE FROM audit' }, ...records.map((record) => ({
    sql: 'INSERT INTO audit (sequence, at, person, action, device, outcome, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    values: [record.sequence, record.at, record.person, record.action, record.device, record.outcome, record.detail, record.hash],
  }))]);
  expect(await audit.verify()).toBe(3);
  await other[Symbol.asyncDispose]();
});
