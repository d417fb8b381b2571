import { spawnSync } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conflict } from '@jackfield/sdk';
import { describe, expect, test } from 'vitest';
import { contextOver, MemoryServer, output } from '../testing/memory-server.ts';
import { shells } from '../testing/shells.ts';
import { file } from './file.ts';
import { packageResource } from './package.ts';

/** As vim and nano mark a file that is open: number, user and host of the process at their places. */
function swap(pid: number, user: string, host: string): Buffer {
  const bytes = Buffer.alloc(1_024);
  bytes.write('b0VIM 9.0', 0);
  bytes.writeUInt32LE(pid, 24);
  bytes.write(user, 28);
  bytes.write(host.slice(0, 39), 68);
  return bytes;
}

describe.skipIf(process.platform !== 'linux').each(shells.filter(({ installed }) => installed))('who edits a file, in $name', ({ shell }) => {
  test('is told while the editor runs, or runs where nobody can look', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-edited-'));
    const edited = (): string => {
      const [program = 'sh', ...words] = shell;
      return spawnSync(program, [...words, '-s', '--', join(folder.path, 'a.conf')], { input: readFileSync(join(import.meta.dirname, '../../scripts/edited.sh')), encoding: 'utf8' }).stdout;
    };
    const [mark, link] = [join(folder.path, '.a.conf.swp'), join(folder.path, '.#a.conf')];
    expect(edited()).toBe('');
    // This process is no editor: the number came again after a crash.
    writeFileSync(mark, swap(process.pid, 'ann', hostname()));
    expect(edited()).toBe('');
    writeFileSync(mark, swap(4_000_000, 'ann', 'elsewhere'));
    expect(edited()).toBe('ann editor 4000000\n');
    writeFileSync(mark, 'no mark of an editor');
    expect(edited()).toBe('');
    rmSync(mark);
    symlinkSync(`bob@${hostname()}.${process.pid}:17`, link);
    expect(edited()).toMatch(new RegExp(`^bob \\S+ ${process.pid}\\n$`));
    rmSync(link);
    symlinkSync(`bob@${hostname()}.4194304:17`, link);
    expect(edited()).toBe('');
  });
});

test('a file that somebody has open is not written, and he is named', async () => {
  const machine = new MemoryServer('ann vim 4711\n');
  machine.put('/etc/motd', 'old\n');
  const context = contextOver(machine);
  const before = await file.read(context, { path: '/etc/motd' });
  const after = await file.plan(context, before, { path: '/etc/motd', exists: true, content: 'new\n', encoding: 'utf8' });
  await expect(file.apply(context, after, before, { path: '/etc/motd' })).rejects.toMatchObject({ kind: 'Conflict', message: 'ann has /etc/motd open in vim (process 4711)' });
  expect(machine.writes).toEqual([]);
  // What is to be put back is not for an editor to keep out.
  await file.restore(context, after, { path: '/etc/motd' });
  expect(machine.writes).toEqual(['/etc/motd']);
});

test.each([
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (aptitude)',
  'System management is locked by the application with pid 812 (zypper).',
  'ERROR: Unable to lock database: temporary error (try again later)',
])('a package manager that another one keeps out: %s', async (said) => {
  const machine = new MemoryServer();
  machine.script = async () => ({ ...output('', 100), stderr: `${said}\n` });
  const wanted = { installed: '1.2', candidate: '1.2', held: false };
  const pushed = packageResource.apply(contextOver(machine), wanted, { ...wanted, installed: null }, { name: 'nginx' });
  await expect(pushed).rejects.toBeInstanceOf(Conflict);
  await expect(pushed).rejects.toThrow(said.replace(/^E(RROR)?: /, ''));
});
