import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import { machineModelSchema, machinePrograms, type MachineModelInput } from './machine.ts';

const hasRestic = existsSync('/usr/bin/restic');
if (!hasRestic && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('restic is missing');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-restic-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = (argv: readonly string[], stdin?: string) => Promise<ProgramResult | null>;

function machine(model: MachineModelInput): Run {
  const programs = machinePrograms(machineModelSchema.parse(model));
  return async (argv, stdin = '') => programs({ argv, stdin, user: 'root', files: new MemoryFiles() });
}

const linux = { hostname: 'files', memoryMB: { total: 1_024, available: 512 }, disks: [{ device: '/dev/sda1', path: '/', sizeMB: 1_000, usedMB: 250 }] };
const restic = { repositories: [{ path: '/srv/repo', snapshots: [{ paths: ['/etc'], host: 'files', ages: ['1h', '25h'] }], locks: [{ age: '3d', host: 'files' }] }] };

test('a described Linux machine answers the gather script with the parts that it was asked for', async () => {
  const run = machine({ linux });
  const gathered = async (...parts: string[]): Promise<string> => (await run(['sh', '-s', '--', ...parts], '# jackfield-gather 1\n'))?.stdout ?? '';
  const all = await gathered();
  expect(all.startsWith('jackfield-gather 1\n@uname 0\n|Linux\n')).toBe(true);
  expect(all.endsWith('@end 0\n')).toBe(true);
  const disks = await gathered('disks');
  expect(disks).toContain('|/dev/sda1 ext4 1024000 256000 768000 25% /\n');
  expect(disks).not.toContain('@meminfo');
  expect(await run(['sh', '-s'], 'reboot\n')).toBeNull();
});

test('commands say what they are given to say, by line or by first word', async () => {
  const run = machine({ linux, commands: { 'lvs --noheadings': 'root vg0\n', visudo: { stderr: 'syntax error\n', code: 1 } } });
  expect(await run(['lvs', '--noheadings'])).toMatchObject({ stdout: 'root vg0\n', code: 0 });
  expect(await run(['visudo', '-c', '-f', '/etc/sudoers.d/x'])).toMatchObject({ stderr: 'syntax error\n', code: 1 });
  expect(await run(['hostname'])).toMatchObject({ stdout: 'files\n' });
  expect(await run(['rm', '-rf', '/'])).toBeNull();
});

test('copies are as old as they are described, whenever the simulator runs', async () => {
  const run = machine({ restic });
  const snapshots: { time: string }[] = JSON.parse((await run(['restic', '--repo', '/srv/repo', 'snapshots', '--json']))?.stdout ?? '');
  const hours = snapshots.map(({ time }) => Math.round((Date.now() - Date.parse(time)) / 3_600_000));
  expect(hours).toEqual([25, 1]);
  expect((await run(['restic', '-r', '/srv/repo', 'list', 'locks']))?.stdout).toMatch(/^[0-9a-f]{64}\n$/);
});

test.skipIf(!hasRestic)('restic itself has no more to say, and the same exit statuses', { timeout: 60_000 }, async () => {
  const run = machine({ restic });
  const repository = join(folder, 'repo');
  const environment = { ...process.env, RESTIC_PASSWORD: 'test', RESTIC_CACHE_DIR: join(folder, 'cache') };
  const real = (...args: string[]): { stdout: string; status: number | null } => spawnSync('restic', ['-r', repository, ...args], { env: environment, encoding: 'utf8' });
  writeFileSync(join(folder, 'file'), 'content');
  execFileSync('restic', ['-r', repository, 'init'], { env: environment, stdio: 'ignore' });
  real('backup', join(folder, 'file'));
  const simulated = async (...args: string[]): Promise<ProgramResult | null> => run(['restic', '-r', '/srv/repo', ...args]);

  const keys = (json: string | undefined): string[] => {
    const value: unknown = JSON.parse(json ?? 'null');
    return Object.keys((Array.isArray(value) ? value[0] : value) ?? {});
  };
  // Newer versions tell more; what an older one tells must be there.
  expect(keys((await simulated('snapshots', '--json'))?.stdout)).toEqual(expect.arrayContaining(keys(real('snapshots', '--json').stdout)));
  expect(keys((await simulated('cat', 'config'))?.stdout)).toEqual(expect.arrayContaining(keys(real('cat', 'config').stdout)));
  expect((await simulated('check'))?.stdout).toContain('no errors were found');
  expect(real('check').stdout).toContain('no errors were found');
  expect((await run(['restic', '-r', '/nowhere', 'snapshots']))?.code).not.toBe(0);
  expect(spawnSync('restic', ['-r', join(folder, 'nowhere'), 'snapshots'], { env: environment }).status).not.toBe(0);
});
