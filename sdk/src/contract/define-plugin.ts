import type { Exactly, Implementable, Implementation, ManifestSource, Plugin } from './plugin.ts';
import type { Tied, TypedImplementation } from './tied-types.ts';
import { protocolVersion, sdkVersion } from './version.ts';

function byName<Value>(part: { readonly [name: string]: Value } | undefined): ReadonlyMap<string, Value> {
  return new Map(Object.entries(part ?? {}));
}

interface Parts {
  readonly discovery?: { readonly [name: string]: Implementable['discovery'] };
  readonly checks?: { readonly [name: string]: Implementable['checks'] };
  readonly resources?: { readonly [name: string]: Implementable['resources'] };
  readonly watchers?: { readonly [name: string]: Implementable['watchers'] };
  readonly notifiers?: { readonly [name: string]: Implementable['notifiers'] };
}

function make(manifest: ManifestSource, parts: Parts, tied: boolean): Plugin {
  return {
    name: manifest.name,
    version: manifest.version,
    protocol: protocolVersion,
    sdk: sdkVersion,
    requires: manifest.jackfield.requires ?? [],
    ...(tied ? { tied } : {}),
    implementations: {
      discovery: byName(parts.discovery),
      checks: byName(parts.checks),
      resources: byName(parts.resources),
      watchers: byName(parts.watchers),
      notifiers: byName(parts.notifiers),
    },
  };
}

/**
 * Ties code to manifest and schemas: `definePlugin<typeof schemas>()(manifest, { … })`, where `schemas` is what
 * the plugin's file of schemas exports: `import type * as schemas from './schemas.ts'`. Does not compile when a contribution has no implementation, or one too
 * many, nor when the settings of a part are not those of `settings`, the spec of a resource is not that of the schema
 * exported by its name, or it tells instances apart and the manifest has no `key`. The host refuses missing and superfluous
 * names at activation (JF2101). A plugin without `src/schemas.ts` says `definePlugin(manifest, { … })`, which ties the names
 * alone. Export what it returns by default from `src/plugin.ts`.
 *
 * @stable
 * @since 0.1.0
 */
export function definePlugin<Schemas extends object>(): <const M extends ManifestSource, Given extends TypedImplementation<M, Schemas>>(manifest: M, implementation: Given & Tied<M, Schemas, Given>) => Plugin;
/**
 * Ties the names of the code to the manifest, of a plugin that has no `src/schemas.ts`. Does not compile when a contribution
 * has no implementation, or one too many.
 *
 * @param manifest - the plugin's package.json, imported with `with { type: 'json' }`
 * @param implementation - a `Discovery`, `Check`, `Resource`, `Watcher` or `Notifier` for each name of the manifest
 * @stable
 * @since 0.1.0
 */
export function definePlugin<const M extends ManifestSource, Given extends Implementation<M>>(manifest: M, implementation: Given & Exactly<M, Given>): Plugin;
export function definePlugin(manifest?: ManifestSource, implementation?: Parts): unknown {
  if (manifest === undefined) return (own: ManifestSource, parts: Parts) => make(own, parts, true);
  return make(manifest, implementation ?? {}, false);
}
