import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NamedText } from '../redaction/index.ts';

/** Bytes of the log's end that go along: some thousand lines. */
const logBytes = 1_024 * 1_024;

/** The last lines of the host's log, whole ones only. */
export async function logEnd(stateDirectory: string): Promise<string> {
  await using handle = await open(join(stateDirectory, 'jackfield.log'), 'r');
  const { size } = await handle.stat();
  const start = Math.max(0, size - logBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
  const text = buffer.subarray(0, bytesRead).toString();
  return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
}

/** Crash reports as they are on disk. */
export async function crashFiles(stateDirectory: string): Promise<readonly NamedText[]> {
  const folder = join(stateDirectory, 'crashes');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
  return Promise.all(names.map(async (name) => ({ name: `crashes/${name}`, text: await readFile(join(folder, name), 'utf8') })));
}
