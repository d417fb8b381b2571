import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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

const marking = readFileSync(join(import.meta.dirname, '../../scripts/edited.sh'));

/** A process that is called as an editor; it ends with its input. */
async function running(name: string): Promise<{ readonly pid: number } & Disposable> {
  const child = spawn('sh', ['-c', 'printf "%s" "$0" >/proc/$$/comm && echo runs && read -r line', name], { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, [Symbol.dispose]: () => child.stdin.destroy() };
}

describe.skipIf(process.platform !== 'linux').each(shells.filter(({ installed }) => installed))('who edits a file, in $name', ({ shell }) => {
  const edited = (folder: string, before: readonly string[] = []): string => {
    const [program = 'sh', ...words] = [...before, ...shell];
    return spawnSync(program, [...words, '-s', '--', join(folder, 'a.conf')], { input: marking, encoding: 'utf8' }).stdout;
  };

  test('is told while the editor runs, or runs where nobody can look', async () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-edited-'));
    const [mark, link] = [join(folder.path, '.a.conf.swp'), join(folder.path, '.#a.conf')];
    using vim = await running('my vim');
    using emacs = await running('emacs-nox');
    expect(edited(folder.path)).toBe('');
    // This process is no editor: the number came again after a crash.
    writeFileSync(mark, swap(process.pid, 'ann', hostname()));
    expect(edited(folder.path)).toBe('');
    writeFileSync(mark, swap(vim.pid, 'ann', hostname()));
    expect(edited(folder.path)).toBe(`ann my_vim ${vim.pid}\n`);
    writeFileSync(mark, swap(4_000_000, 'ann', 'elsewhere'));
    expect(edited(folder.path)).toBe('ann editor 4000000\n');
    writeFileSync(mark, 'no mark of an editor');
    expect(edited(folder.path)).toBe('');
    rmSync(mark);
    const leadsTo = (to: string): void => {
      rmSync(link, { force: true });
      symlinkSync(to, link);
    };
    leadsTo(`bob@${hostname()}.${emacs.pid}:17`);
    expect(edited(folder.path)).toBe(`bob emacs-nox ${emacs.pid}\n`);
    for (const other of [process.pid, 4_194_304]) {
      leadsTo(`bob@${hostname()}.${other}:17`);
      expect(edited(folder.path)).toBe('');
    }
    // What has the number here is not the editor there.
    leadsTo(`bob@else.where.${emacs.pid}:17`);
    expect(edited(folder.path)).toBe(`bob editor ${emacs.pid}\n`);
  });

  // Only root names a machine.
  test.skipIf(process.getuid?.() !== 0)('a mark that has no room for the whole name of the machine is of this machine', () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'jackfield-edited-'));
    const name = 'a-machine-whose-name-is-longer-than-its-place';
    writeFileSync(join(folder.path, '.a.conf.swp'), swap(4_000_000, 'ann', name));
    expect(edited(folder.path)).toBe('ann editor 4000000\n');
    expect(edited(folder.path, ['unshare', '--uts', 'sh', '-c', 'echo "$0" >/proc/sys/kernel/hostname && exec "$@"', name])).toBe('');
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

const wanted = { installed: '1.2', candidate: '1.2', held: false };
const pushed = (stderr: string): Promise<void> => {
  const machine = new MemoryServer();
  machine.script = async () => ({ ...output('Reading package lists...\n', 100), stderr });
  return Promise.resolve(packageResource.apply(contextOver(machine), wanted, { ...wanted, installed: null }, { name: 'nginx' }));
};

test.each([
  ['Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (aptitude)', 'Nothing was changed', 'E: $\nN: Be aware that removing the lock file is not a solution and may break your system.\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?'],
  ['System management is locked by the application with pid 812 (zypper).', 'Nothing was changed', '$\nClose this application before trying again.'],
  ['Unable to lock database: temporary error (try again later)', 'Nothing was changed', 'ERROR: $\nERROR: Failed to open apk database: temporary error'],
  ['dpkg frontend lock was locked by another process with pid 812', 'A first step may have been done', 'dpkg: error: $\nNote: removing the lock file is always wrong, can damage the locked area\nand the entire system. See <https://wiki.debian.org/Teams/Dpkg/FAQ#db-lock>.\nE: Sub-process /usr/bin/dpkg returned an error code (2)'],
  ['cannot lock /etc/passwd; try again later.', 'A first step may have been done', 'useradd: $'],
])('a tool that another one keeps out: %s', async (reason, known, said) => {
  const push = pushed(`${said.replace('$', reason)}\n`);
  await expect(push).rejects.toBeInstanceOf(Conflict);
  await expect(push).rejects.toMatchObject({ message: `somebody else is at work on the packages of the machine: ${reason}`, hint: expect.stringContaining(known) });
});

test.each([
  'Waiting for process with pid 812 to finish.\nError: Unable to find a match: nginx-1.2',
  'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (apt)\nE: Unable to locate package nginx',
])('one that waited for another and then failed by itself tells why it failed: %s', async (said) => {
  await expect(pushed(said)).rejects.toMatchObject({ kind: 'NotReady', message: expect.stringContaining('Unable to') });
});
