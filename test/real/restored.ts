import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a file holds once a restore command, as a person would run it, put it into a scratch folder. */
export async function restored(command: string, file: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'jackfield-restored-'));
  try {
    await run('sh', ['-c', command.replace('TARGET', scratch)]);
    return await readFile(join(scratch, file), 'utf8');
  } finally {
    await rm(scratch, { recursive: true });
  }
}
