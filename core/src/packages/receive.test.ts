import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receive } from './receive.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-receive-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(...of: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const piece of of) {
    if (piece instanceof Error) throw piece;
    yield Buffer.from(piece);
  }
}

const given = { limit: 10, declared: null, room: async () => 1e12 };

test('what comes is in a file until it is disposed of', async () => {
  await using received = await receive(pieces('hello', 'world'), { folder, ...given });
  expect(received).toMatchObject({ bytes: 10, sha256: '936a185caaa266bb9cbe981e9e05cb78cd732b0b3280eb944412bb6f8f8f07af' });
  expect(await readFile(received.file, 'utf8')).toBe('helloworld');
  await received[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['more than it may have', 'JF2201', pieces('hello', 'world', '!'), given],
  ['more than it may have, and says so', 'JF2201', pieces(new Error('it was read')), { ...given, declared: 11 }],
  ['cut off in the middle', 'JF2230', pieces('hello', new Error('aborted')), given],
  ['more than the disk has beside what the database needs', 'JF2230', pieces(new Error('it was read')), { ...given, declared: 10, room: async () => 64 * 1_024 * 1_024 }],
])('%s: it is refused and leaves nothing', async (_what, code, source, options) => {
  await expect(receive(source, { folder, ...options })).rejects.toMatchObject({ code });
  expect(await readdir(folder)).toEqual([]);
});
