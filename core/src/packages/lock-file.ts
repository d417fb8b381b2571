import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { pluginLockFile, type PluginLock } from '../sites/index.ts';
import { replaceFile } from './staging.ts';

const head = `# Written by "jackfield plugin install", "upgrade", "rollback" and "remove". Commit it: it says which packages run, byte for byte.
`;

export function lockText(lock: PluginLock): string {
  const plugins = Object.fromEntries(Object.entries(lock.plugins).sort(([a], [b]) => (a < b ? -1 : 1)));
  return head + stringify({ plugins }, { lineWidth: 0 });
}

export async function readLockText(directory: string): Promise<string | null> {
  return readFile(join(directory, pluginLockFile), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

/** The one moment at which a version becomes the one that runs: before and after it everything is whole. */
export function writeLock(directory: string, text: string): Promise<void> {
  return replaceFile(join(directory, pluginLockFile), text);
}
