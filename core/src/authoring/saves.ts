import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** Milliseconds in which the writes of one save come: editors write, rename and touch. */
const settleMs = 25;

export interface Save {
  readonly files: readonly string[];
  /** When the first of its writes was seen. */
  readonly at: number;
}

/** Schemas that the build makes itself are no saves. */
function isGenerated(directory: string, name: string): boolean {
  return /^schemas(\/|$)/.test(name) && existsSync(join(directory, 'src/schemas.ts'));
}

/** Calls back for each save in a plugin's folder, with all files that were saved together. Dispose it to stop. */
export function watchSaves(directory: string, onSave: (save: Save) => void): Disposable {
  const files = new Set<string>();
  let at = 0;
  let settled: NodeJS.Timeout | undefined;
  const watcher = watch(directory, { recursive: true, ignore: ['node_modules/**', '**/node_modules/**', '.*/**', 'dist/**', '**/*~', '**/.*.sw?'] }, (_kind, name) => {
    if (name === null || /^(node_modules|dist|\.)/.test(name) || isGenerated(directory, name)) return;
    if (files.size === 0) at = performance.now();
    files.add(name);
    clearTimeout(settled);
    settled = setTimeout(() => {
      const saved = [...files].sort();
      files.clear();
      onSave({ files: saved, at });
    }, settleMs);
  });
  // A folder that goes while it is watched is told by the build.
  watcher.on('error', () => undefined);
  return {
    [Symbol.dispose]() {
      clearTimeout(settled);
      watcher.close();
    },
  };
}
