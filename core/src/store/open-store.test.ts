import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Migration } from './migration.ts';
import { storeError } from './errors.ts';
import { openStore } from './open-store.ts';

const migrations: readonly Migration[] = [{ id: 'test-001', statements: ['CREATE TABLE port (name TEXT PRIMARY KEY, octets INTEGER) STRICT'] }];
const insert = (name: string, octets: number) => ({ sql: 'INSERT INTO port VALUES (?, ?)', values: [name, octets] });
const all = { sql: 'SELECT name, octets FROM port ORDER BY name' };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-store-'));
  file = join(folder, 'state', 'jackfield.db');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test('what was written is there after a restart', async () => {
  {
    await using store = await openStore({ file, migrations });
    await store.write([insert('Gi1/0/1', 1), insert('Gi1/0/2', 2)]);
  }
  await using store = await openStore({ file, migrations });
  expect(await store.read(all)).toEqual([{ name: 'Gi1/0/1', octets: 1 }, { name: 'Gi1/0/2', octets: 2 }]);
});

test('a group is all or nothing, and takes no other group down', async () => {
  await using store = await openStore({ file, migrations });
  const outcomes = await Promise.allSettled([
    store.writeSoon([insert('a', 1)]),
    store.writeSoon([insert('b', 1), insert('a', 2)]),
    store.writeSoon([insert('c', 1)]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await store.read(all)).toEqual([{ name: 'a', octets: 1 }, { name: 'c', octets: 1 }]);
});

test('a second host on the same file is refused', async () => {
  await using store = await openStore({ file, migrations });
  await expect(openStore({ file, migrations })).rejects.toMatchObject({ code: 'JF7002', place: { file } });
  await store.write([insert('a', 1)]);
});

test('a damaged file is refused with the next step and left as it is', async () => {
  {
    await using store = await openStore({ file, migrations });
    await store.write([insert('a', 1)]);
  }
  const handle = await open(file, 'r+');
  await handle.write(Buffer.alloc(200, 0xff), 0, 200, 0);
  await handle.close();
  const before = await readFile(file);
  await expect(openStore({ file, migrations })).rejects.toMatchObject({ code: 'JF7001', hint: expect.stringContaining('backup') });
  expect(await readFile(file)).toEqual(before);
});

test('a database of a newer version is refused', async () => {
  const newer = [...migrations, { id: 'test-002', statements: ['CREATE TABLE vlan (id INTEGER) STRICT'] }];
  await (await openStore({ file, migrations: newer }))[Symbol.asyncDispose]();
  await expect(openStore({ file, migrations })).rejects.toMatchObject({ code: 'JF7004', message: expect.stringContaining('test-002') });
  await using store = await openStore({ file, migrations: newer });
  expect(await store.read(all)).toEqual([]);
});

test('a full disk is a coded error; what fits is still written, and reading goes on', async () => {
  await using store = await openStore({ file, migrations, maxPages: 12 });
  await store.write([insert('a', 1)]);
  await expect(store.write([{ sql: 'INSERT INTO port VALUES (?, 0)', values: ['x'.repeat(100_000)] }])).rejects.toMatchObject({ code: 'JF7003' });
  await store.write([insert('b', 2)]);
  expect(await store.read(all)).toHaveLength(2);
});

test('a disk that fails is not a full one', () => {
  const codeOf = (sqlite: number): string => storeError({ message: 'disk I/O error', sqlite }, file).code;
  // Write, fsync, short read; then full, and no room for the log's shared memory (https://www.sqlite.org/rescode.html).
  expect([778, 1034, 522].map(codeOf)).toEqual(['JF7009', 'JF7009', 'JF7009']);
  expect([13, 4874].map(codeOf)).toEqual(['JF7003', 'JF7003']);
});

test('a write that the system refuses names the disk; what was written before is still read', async () => {
  // A limit on the size of files is refused as a broken disk is, by write(2).
  const script = `
    import { openStore } from ${JSON.stringify(new URL('./open-store.ts', import.meta.url).href)};
    const store = await openStore({ file: ${JSON.stringify(file)}, migrations: ${JSON.stringify(migrations)} });
    await store.write([{ sql: "INSERT INTO port VALUES ('a', 1)" }]);
    const error = await store.write([{ sql: 'INSERT INTO port VALUES (?, 0)', values: ['x'.repeat(600_000)] }]).catch((caught) => caught);
    console.log(JSON.stringify([error.code, await store.read({ sql: 'SELECT name FROM port' })]));
    await store[Symbol.asyncDispose]();
  `;
  const { stdout } = await promisify(execFile)('prlimit', ['--fsize=500000', process.execPath, '--conditions=jackfield-source', '--input-type=module', '--eval', script]);
  expect(JSON.parse(stdout)).toEqual(['JF7009', [{ name: 'a' }]]);
});

test('a backup is a database of its own', async () => {
  await using store = await openStore({ file, migrations });
  await store.write([insert('a', 1)]);
  const copy = join(folder, 'copy.db');
  await store.backup(copy);
  await using restored = await openStore({ file: copy, migrations });
  expect(await restored.read(all)).toEqual([{ name: 'a', octets: 1 }]);
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  await expect(store.backup(copy)).rejects.toThrow('exist');
});

test('a thread that dies: open calls get a coded error, and the store comes back with all that was confirmed', async () => {
  const post = vi.spyOn(Worker.prototype, 'postMessage');
  const restarts: string[] = [];
  await using store = await openStore({ file, migrations, onRestart: (reason) => restarts.push(reason) });
  await store.write([insert('a', 1)]);
  const worker = post.mock.contexts.find((context) => context instanceof Worker);
  await Promise.all([expect(store.writeSoon([insert('b', 2)])).rejects.toMatchObject({ code: 'JF7006' }), worker?.terminate()]);
  await vi.waitFor(async () => expect(await store.read(all)).toContainEqual({ name: 'a', octets: 1 }), 5_000);
  expect(restarts).toHaveLength(1);
});

test('after closing, calls get a coded error', async () => {
  const store = await openStore({ file, migrations });
  await store[Symbol.asyncDispose]();
  await expect(store.read(all)).rejects.toMatchObject({ code: 'JF7007' });
});
