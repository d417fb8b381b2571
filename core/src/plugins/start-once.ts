import { fileURLToPath } from 'node:url';
import { RemoteFault } from '@jackfield/sdk/runtime';
import { JackfieldError } from '../errors/index.ts';
import { deprecationUse, type DeprecationUse } from './deprecation-use.ts';
import type { InstalledPlugin } from './installed-plugin.ts';
import { superviseProcess } from './process/index.ts';
import { sourceNames } from './profile/index.ts';

/** How a plugin came up. */
export interface Start {
  /** Milliseconds from nothing to ready; null when it has no code. */
  readonly readyMs: number | null;
  readonly deprecated: readonly DeprecationUse[];
}

/** The error with file and line of the source where it was thrown, as far as the bundle's source map knows. */
async function placed(error: unknown, entry: string): Promise<unknown> {
  if (!(error instanceof JackfieldError) || !(error.cause instanceof RemoteFault)) return error;
  const [, url = '', line, column] = /^(file:.+):(\d+):(\d+)$/.exec(error.cause.at ?? '') ?? [];
  const found = (await sourceNames(entry)).find(url, Number(line) - 1, Number(column) - 1);
  if (found === null) return error;
  const { code, title, hint, message, place } = error;
  return new JackfieldError({ code, title, hint }, message, { place: { ...place, file: fileURLToPath(found.url), line: found.line + 1, column: found.column + 1 }, cause: error.cause });
}

/** Starts a plugin in its sandbox as the host does, without a device, and ends it again. Throws what keeps it from starting. */
export async function startOnce({ id, directory, entry, manifest, off = [], points }: InstalledPlugin, reason: string): Promise<Start> {
  const { discovery, checks, resources, watchers } = manifest.contributes;
  const deprecated: DeprecationUse[] = [];
  if (entry === null) return { readyMs: null, deprecated };
  await using plugin = superviseProcess({
    id, directory, entry, points, off: off.map(({ contribution }) => contribution),
    declared: { discovery: Object.keys(discovery), checks: Object.keys(checks), resources: Object.keys(resources), watchers: Object.keys(watchers) },
    onState: () => undefined, onLog: () => undefined, onDeprecated: (code) => deprecated.push(deprecationUse(code, null)),
  });
  try {
    await plugin.activate(reason);
  } catch (error) {
    throw await placed(error, entry);
  }
  return { readyMs: (await plugin.facts()).activation?.readyMs ?? null, deprecated };
}
