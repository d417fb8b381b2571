import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeStateFolder } from './state-folder.ts';

let root: string;
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'jackfield-state-'))));
afterEach(() => rm(root, { recursive: true }));

test('it is made with the folders above it, for its owner only, by as many as want it at once', async () => {
  const folder = join(root, 'a', 'b', 'c');
  await Promise.all([1, 2, 3, 4].map(() => makeStateFolder(folder)));
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test.runIf(process.platform === 'linux')('where no folder can be made, that is said and not tried for ever', async () => {
  await expect(makeStateFolder('/proc/nope/deeper')).rejects.toMatchObject({ code: 'JF7008', place: { file: '/proc/nope/deeper' }, message: expect.stringContaining('/proc/nope') });
});

test('a file in its place or above it, and a link that leads nowhere', async () => {
  await writeFile(join(root, 'file'), '');
  await symlink(join(root, 'nowhere'), join(root, 'link'));
  for (const folder of ['file', 'file/state', 'link']) await expect(makeStateFolder(join(root, folder))).rejects.toMatchObject({ code: 'JF7008' });
});
