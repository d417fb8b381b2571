import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { Complaint } from '@jackfield/sdk/build';
import { z } from 'zod';

const run = promisify(execFile);
const packageSchema = z.object({ bin: z.record(z.string(), z.string()) });

/** The plugin's own compiler; null when it has none, or no tsconfig.json. */
async function compilerOf(directory: string): Promise<string | null> {
  if (!existsSync(join(directory, 'tsconfig.json'))) return null;
  try {
    const file = findPackageJSON('typescript', join(directory, 'package.json')) ?? '';
    const { bin } = packageSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return bin['tsc'] === undefined ? null : resolve(dirname(file), bin['tsc']);
  } catch {
    return null;
  }
}

function complaintsIn(output: string): Complaint[] {
  return output.split('\n').flatMap((line) => {
    const [, file = '', number, message = ''] = /^(.+?)\((\d+),\d+\): error (TS\d+: .*)$/.exec(line.trim()) ?? [];
    return number === undefined ? [] : [{ file, line: Number(number), message }];
  });
}

/** Runs the plugin's own TypeScript over it. Null when it has none, or when it was given up. */
export async function checkTypes(directory: string, signal: AbortSignal): Promise<{ readonly complaints: readonly Complaint[]; readonly elapsedMs: number } | null> {
  const begun = performance.now();
  const compiler = await compilerOf(directory);
  if (compiler === null || signal.aborted) return null;
  const words = [compiler, '--noEmit', '--pretty', 'false', '-p', directory];
  const output = await run(process.execPath, words, { cwd: directory, signal, maxBuffer: 16 * 1_024 * 1_024 }).then(
    ({ stdout }) => stdout,
    (error: unknown) => (error instanceof Error && 'stdout' in error ? String(error.stdout) : ''),
  );
  return signal.aborted ? null : { complaints: complaintsIn(output), elapsedMs: performance.now() - begun };
}
