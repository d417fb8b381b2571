import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { loadConfiguration, type Configuration } from '../../sites/index.ts';
import { goodUnreadable } from '../errors.ts';

const execute = promisify(execFile);

/** Times as people say them to git: `yesterday`, `2 days ago`. */
const spoken = /^(?:yesterday|(?:\d+ (?:minute|hour|day|week|month)s? ago))$/;

/** The configuration as it was: of a folder, or of a commit or a time of the git repository that it is in. */
export async function goodConfiguration(directory: string, when: string): Promise<{ readonly configuration: Configuration; readonly from: string }> {
  const folder = await stat(when).then((found) => found.isDirectory(), () => false);
  try {
    return folder ? { configuration: await loadConfiguration(resolve(when)), from: resolve(when) } : await fromGit(directory, when);
  } catch (cause) {
    throw goodUnreadable(`${when}: ${cause instanceof Error ? cause.message.trim().split('\n').at(-1) ?? '' : String(cause)}`, { cause, place: { file: directory } });
  }
}

async function fromGit(directory: string, when: string): Promise<{ readonly configuration: Configuration; readonly from: string }> {
  const git = async (...words: readonly string[]): Promise<string> =>
    (await execute('git', ['-C', directory, ...words], { maxBuffer: 64 * 1_024 * 1_024, timeout: 30_000 })).stdout;
  const named = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${when}^{commit}`).catch(() => '');
  // git takes any word for a time, and one that is none for now.
  if (named === '' && Number.isNaN(Date.parse(when)) && !spoken.test(when)) throw new Error('neither a folder, nor a commit, nor a time');
  const commit = (named === '' ? await git('rev-list', '-1', `--before=${when}`, 'HEAD') : named).trim();
  if (commit === '') throw new Error('no commit is as old as that');
  await using cleaning = new AsyncDisposableStack();
  const scratch = await mkdtemp(join(tmpdir(), 'jackfield-good-'));
  cleaning.defer(() => rm(scratch, { recursive: true, force: true }));
  const files = (await git('ls-tree', '-r', '-z', '--name-only', commit, '.')).split('\0').filter((file) => file.endsWith('.yaml'));
  for (const file of files) {
    await mkdir(dirname(join(scratch, file)), { recursive: true, mode: 0o700 });
    await writeFile(join(scratch, file), await git('show', `${commit}:./${file}`), { mode: 0o600 });
  }
  const subject = (await git('show', '-s', '--format=%h %cs %s', commit)).trim();
  return { configuration: await loadConfiguration(scratch), from: subject };
}
