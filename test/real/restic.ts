import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from './prerequisites.ts';

const run = promisify(execFile);

/** A repository of the real restic, with sources to back up. */
export interface RealRepository extends AsyncDisposable {
  readonly path: string;
  readonly passwordFile: string;
  readonly source: string;
  /** What restic itself says. */
  restic(...args: string[]): Promise<string>;
  /** A backup as if made so many hours ago. */
  backup(hoursAgo: number, path?: string): Promise<void>;
}

export async function createRepository(): Promise<RealRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-restic-'));
  // Names that only whole quoting survives, and that are no patterns.
  const [path, passwordFile, source] = [join(folder, 'repository'), join(folder, "pass word's"), join(folder, "sour[c]e's *")];
  await mkdir(source);
  await writeFile(join(source, 'letter.txt'), 'Dear reader\n');
  await writeFile(passwordFile, 'orchard\n', { mode: 0o600 });
  const restic = async (...args: string[]): Promise<string> =>
    (await run(program('restic'), ['--repo', path, '--password-file', passwordFile, '--cache-dir', join(folder, 'cache'), ...args])).stdout;
  await restic('init');
  return {
    path, passwordFile, source, restic,
    async backup(hoursAgo, what = source) {
      const time = new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      await restic('backup', '--time', time, '--host', 'files', what);
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
