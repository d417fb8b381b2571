import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBackup } from './backups.ts';

test('who asks for a backup while one is made gets that one; what a killed host left is gone', async () => {
  await using state = await mkdtempDisposable(join(tmpdir(), 'backups-'));
  const folder = join(state.path, 'backups');
  const begun = Promise.withResolvers<undefined>();
  const copied = Promise.withResolvers<undefined>();
  const store = {
    backup: async (file: string): Promise<void> => {
      await writeFile(file, 'rows');
      begun.resolve(undefined);
      await copied.promise;
    },
  };
  const services = { store, configuration: { current: { daemon: { stateDirectory: state.path } } } };
  const one = makeBackup(services, new Date('2026-03-01T00:00:00Z'));
  await begun.promise;
  const other = makeBackup(services, new Date('2026-03-01T00:00:01Z'));
  copied.resolve(undefined);
  const [made, same] = await Promise.all([one, other]);
  expect(same).toEqual(made);
  expect(await readdir(folder)).toEqual([made.backup]);

  await writeFile(join(folder, '.making-gone'), 'half');
  const next = await makeBackup(services, new Date('2026-03-02T00:00:00Z'));
  expect((await readdir(folder)).toSorted()).toEqual([made.backup, next.backup]);
});
