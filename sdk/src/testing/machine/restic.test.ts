import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MemoryFiles } from '../files/index.ts';
import type { ProgramResult } from '../ssh/index.ts';
import { machineModelSchema, machinePrograms } from './machine.ts';

const hasRestic = existsSync('/usr/bin/restic');
if (!hasRestic && process.env['JACKFIELD_NO_SKIP'] !== undefined) throw new Error('restic is missing');
if (!hasRestic) process.stdout.write('skipped: needs Debian\'s restic\n');

const restic = { repositories: [{ path: '/srv/repo', snapshots: [{ paths: ['/etc'], host: 'files', ages: ['1h', '25h'] }] }] };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-restic-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(argv: readonly string[]): Promise<ProgramResult | null> {
  return machinePrograms(machineModelSchema.parse({ restic }))({ argv, stdin: '', user: 'root', files: new MemoryFiles() });
}

test.skipIf(!hasRestic)('restic itself tells no more, and fails where this fails', { timeout: 60_000 }, async () => {
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

test('what is forgotten or unlocked is gone, and nothing else', async () => {
  const files = new MemoryFiles();
  const programs = machinePrograms(machineModelSchema.parse({ restic: { repositories: [{ ...restic.repositories[0], locks: [{ age: '30h', host: 'files' }] }] } }));
  const say = async (...args: string[]): Promise<string> => (await programs({ argv: ['restic', '-r', '/srv/repo', ...args], stdin: '', user: 'root', files }))?.stdout ?? '';
  const ids = async (): Promise<string[]> => JSON.parse(await say('snapshots', '--json')).map(({ id }: { id: string }) => id);
  const [oldest = '', newest] = await ids();
  await say('forget', oldest, 'f'.repeat(64));
  expect(await ids()).toEqual([newest]);
  await say('unlock', '--remove-all');
  expect([await say('list', 'locks'), await ids()]).toEqual(['', [newest]]);
});
