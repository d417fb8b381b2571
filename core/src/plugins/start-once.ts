import { deprecationUse, type DeprecationUse } from './deprecation-use.ts';
import type { InstalledPlugin } from './installed-plugin.ts';
import { superviseProcess } from './process/index.ts';

/** How a plugin came up. */
export interface Start {
  /** Milliseconds from nothing to ready; null when it has no code. */
  readonly readyMs: number | null;
  readonly deprecated: readonly DeprecationUse[];
}

/** Starts a plugin in its sandbox as the host does, without a device, and ends it again. Throws what keeps it from starting. */
export async function startOnce({ id, directory, entry, manifest, off = [], points }: InstalledPlugin, reason: string): Promise<Start> {
  const { discovery, checks, resources, watchers, notifiers } = manifest.contributes;
  const deprecated: DeprecationUse[] = [];
  if (entry === null) return { readyMs: null, deprecated };
  await using plugin = superviseProcess({
    id, directory, entry, points, off: off.map(({ contribution }) => contribution),
    declared: { discovery: Object.keys(discovery), checks: Object.keys(checks), resources: Object.keys(resources), watchers: Object.keys(watchers), notifiers: Object.keys(notifiers) },
    onState: () => undefined, onLog: () => undefined, onDeprecated: (code) => deprecated.push(deprecationUse(code, null)),
  });
  await plugin.activate(reason);
  return { readyMs: (await plugin.facts()).activation?.readyMs ?? null, deprecated };
}
