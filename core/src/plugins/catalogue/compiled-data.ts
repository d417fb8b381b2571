import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import type { InstalledPlugin } from '../installed-plugin.ts';

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * What the build made of a plugin's files for contribution points: JSON, which reads many times as fast as YAML. A file that
 * was changed since is not in it.
 */
export class CompiledData {
  readonly #files: JsonObject;

  private constructor(files: JsonObject) {
    this.#files = files;
  }

  static async of({ directory, manifest: { main } }: InstalledPlugin): Promise<CompiledData> {
    const files = parsed(await readFile(join(directory, dirname(main), 'contributed.json'), 'utf8').catch(() => null));
    return new CompiledData(isObject(files) ? files : {});
  }

  /** The data of a file with this text; null when the build did not see it. */
  find(path: string, text: string): JsonObject | null {
    const entry = this.#files[path];
    if (!isObject(entry) || entry['sha256'] !== createHash('sha256').update(text).digest('hex')) return null;
    const { data } = entry;
    return isObject(data) ? data : null;
  }
}
