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
  await Promise.all(['sw1', 'sw2', 'sw1'].map((device, at) => audit.record({ ...entry, device, change: `c${at}`, detail: 'snmp.set' })));
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

test('records come back newest first, by device and by change', async () => {
  expect((await audit.list()).map((record) => record.sequence)).toEqual([3, 2, 1]);
  expect((await audit.list({ device: 'sw1' })).map((record) => record.change)).toEqual(['c2', 'c0']);
  expect(await audit.list({ change: 'c1' })).toMatchObject([{ device: 'sw2', person: 'ann' }]);
  expect((await audit.list({ limit: 1 })).map((record) => record.sequence)).toEqual([3]);
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

test.each([
  ['altered', "UPDATE audit SET person = 'eve' WHERE sequence = 2", 2],
  ['removed from the middle', 'DELETE FROM audit WHERE sequence = 2', 2],
  ['removed from the end', 'DELETE FROM audit WHERE sequence = 3', 3],
  ['reordered', 'UPDATE audit SET sequence = CASE sequence WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE sequence END; ', 1],
])('a record that was %s is found', async (_how, sql, first) => {
  await store.write([{ sql }, { sql: 'UPDATE audit SET sequence = -sequence WHERE sequence < 0' }]);
  expect(await audit.verify()).toBe(first);
});
