import type { Discovery } from './discovery.ts';
import type { Check } from './health.ts';
import type { JsonObject } from './json.ts';
import type { Resource } from './resource.ts';
import type { Watcher } from './watcher.ts';

/** A manifest as TypeScript sees package.json when it is imported: the names count here, the host checks the values. */
export interface ManifestSource {
  readonly name: string;
  readonly version: string;
  readonly jackfield: {
    readonly contributes: {
      readonly discovery?: object;
      readonly checks?: object;
      readonly resources?: object;
      readonly watchers?: object;
    };
  };
}

/** What implements one contribution of each kind. `never` stands for "whatever types the plugin chose". */
export interface Implementable {
  readonly discovery: Discovery<never>;
  readonly checks: Check<never>;
  readonly resources: Resource<never, JsonObject, never, never>;
  readonly watchers: Watcher<never>;
}

export const contributionKinds = ['discovery', 'checks', 'resources', 'watchers'] as const;

export type ContributionKind = (typeof contributionKinds)[number];

type Declared<M extends ManifestSource, Kind extends ContributionKind> = M['jackfield']['contributes'][Kind];

/** Exactly one implementation for each name declared in the manifest: none missing, none too many. */
export type Implementation<M extends ManifestSource> = {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? Kind : never]: {
    readonly [Name in keyof Declared<M, Kind>]: Implementable[Kind];
  };
} & {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? never : Kind]?: never;
};

/** The implementations by kind and name, as the runtime calls them. */
export type Implementations = { readonly [Kind in ContributionKind]: ReadonlyMap<string, Implementable[Kind]> };

/** A plugin: what its bundle exports by default. */
export interface Plugin {
  readonly name: string;
  readonly version: string;
  readonly implementations: Implementations;
}

/** Whether a module's default export is what `definePlugin` makes. */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('implementations' in value)) return false;
  const { name, implementations } = value;
  const parts: { readonly [kind: string]: unknown } = typeof implementations === 'object' && implementations !== null ? { ...implementations } : {};
  return typeof name === 'string' && contributionKinds.every((kind) => parts[kind] instanceof Map);
}

function byName<Value>(part: { readonly [name: string]: Value } | undefined): ReadonlyMap<string, Value> {
  return new Map(Object.entries(part ?? {}));
}

/**
 * Ties code to the manifest. Does not compile when a contribution has no implementation, or one too many; the host
 * refuses the same at activation.
 *
 * @param manifest the plugin's package.json, imported with `with { type: 'json' }`
 */
export function definePlugin<const M extends ManifestSource>(manifest: M, implementation: Implementation<M>): Plugin {
  const parts: { readonly [Kind in ContributionKind]?: { readonly [name: string]: Implementable[Kind] } } = implementation;
  return {
    name: manifest.name,
    version: manifest.version,
    implementations: {
      discovery: byName(parts.discovery),
      checks: byName(parts.checks),
      resources: byName(parts.resources),
      watchers: byName(parts.watchers),
    },
  };
}
