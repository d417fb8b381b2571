import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from './prerequisites.ts';

const run = promisify(execFile);

/** A repository of the real Borg, with a source to back up. */
export interface RealBorg extends AsyncDisposable {
  readonly path: string;
  readonly passwordFile: string;
  readonly source: string;
  /** What Borg itself says. */
  borg(...args: string[]): Promise<string>;
  /** An archive of a series as if made so many hours ago. */
  backup(series: string, hoursAgo: number): Promise<void>;
}

export async function createBorg(): Promise<RealBorg> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-borg-'));
  // A name that only whole quoting survives.
  const [path, passwordFile, source] = [join(folder, 'repository'), join(folder, "pass word's"), join(folder, 'source')];
  await mkdir(source);
  await writeFile(join(source, 'letter.txt'), 'Dear reader\n');
  await writeFile(passwordFile, 'orchard\n', { mode: 0o600 });
  const borg = async (...args: string[]): Promise<string> =>
    (await run(program('borg'), args, { env: { ...process.env, BORG_PASSPHRASE: 'orchard', TZ: 'UTC' } })).stdout;
  await borg('init', '--encryption=repokey', path);
  return {
    path, passwordFile, source, borg,
    async backup(series, hoursAgo) {
      const time = new Date(Date.now() - hoursAgo * 3_600_000).toISOString().slice(0, 19);
      await borg('create', '--timestamp', time, `${path}::${series}-${time}`, source);
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
