import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests start some thousand processes of Node that load the same files: the first of a run compiles them for all. */
export default async function compileCache(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-compiled-'));
  process.env['NODE_COMPILE_CACHE'] = folder;
  // A process that was just killed may still be writing.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
