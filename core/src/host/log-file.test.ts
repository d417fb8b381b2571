import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { LogFile } from './log-file.ts';

test('lines stand in the file in their order when it is closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-log-'));
  const file = join(folder, 'a.log');
  {
    await using log = await LogFile.open({ file, onFull: () => expect.unreachable(), onRoom: () => expect.unreachable() });
    for (let line = 0; line < 1_000; line += 1) log.write(`${line}\n`);
  }
  expect((await readFile(file, 'utf8')).split('\n')).toEqual([...Array.from({ length: 1_000 }, (_, line) => String(line)), '']);
  await rm(folder, { recursive: true });
});

// The kernel's own full disk: every write says ENOSPC.
test('a full disk is told once; lines wait, and beyond a bound they are counted', async () => {
  const onFull = vi.fn();
  await using log = await LogFile.open({ file: '/dev/full', onFull, onRoom: () => expect.unreachable() });
  log.write('one\n');
  await vi.waitFor(() => expect(onFull).toHaveBeenCalled());
  log.write('x'.repeat(4 * 1_024 * 1_024));
  log.write('two\n');
  expect(log.status()).toMatchObject({ waiting: 2, lost: 1, problem: { code: 'JF9002', where: '/dev/full' } });
  expect(onFull).toHaveBeenCalledOnce();
});
