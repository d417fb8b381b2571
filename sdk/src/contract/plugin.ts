import type { Discovery } from './discovery.ts';
import type { Check } from './health.ts';
import type { JsonObject } from './json.ts';
import type { Notifier } from './notifier.ts';
import type { Resource } from './resource.ts';
import type { Watcher } from './watcher.ts';

/**
 * A manifest as TypeScript sees package.json when it is imported: the names count here, the host checks the values.
 *
 * @stable
 * @since 0.1.0
 */
export interface ManifestSource {
  /** The npm package's name. */
  readonly name: string;
  /** The package's version. */
  readonly version: string;
  /** The manifest proper. */
  readonly jackfield: {
    /** Capabilities without which the plugin makes no sense. */
    readonly requires?: readonly string[];
    /** What the plugin adds, by kind and name. */
    readonly contributes: {
      /** Names of `Discovery`. */
      readonly discovery?: object;
      /** Names of `Check`. */
      readonly checks?: object;
      /** Names of `Resource`. */
      readonly resources?: object;
      /** Names of `Watcher`. */
      readonly watchers?: object;
      /** Names of `Notifier`. */
      readonly notifiers?: object;
    };
  };
}

/**
 * What implements one contribution of each kind. `never` stands for "whatever types the plugin chose".
 *
 * @stable
 * @since 0.1.0
 */
export interface Implementable {
  /** How devices are recognised and described. */
  readonly discovery: Discovery<never>;
  /** A health check. */
  readonly checks: Check<never>;
  /** A piece of configuration. */
  readonly resources: Resource<never, JsonObject, never, never>;
  /** Something that listens. */
  readonly watchers: Watcher<never>;
  /** A way to tell people. */
  readonly notifiers: Notifier<never, never>;
}

/**
 * The kinds of contribution that need code.
 *
 * @stable
 * @since 0.1.0
 */
export const contributionKinds = ['discovery', 'checks', 'resources', 'watchers', 'notifiers'] as const;

/**
 * One word of `contributionKinds`.
 *
 * @stable
 * @since 0.1.0
 */
export type ContributionKind = (typeof contributionKinds)[number];

/**
 * What a manifest declares of a kind, by name.
 *
 * @stable
 * @since 0.1.0
 */
export type Declared<M extends ManifestSource, Kind extends ContributionKind> = M['jackfield']['contributes'][Kind];

/**
 * Exactly one implementation for each name declared in the manifest: none missing, none too many.
 *
 * @stable
 * @since 0.1.0
 */
export type Implementation<M extends ManifestSource> = {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? Kind : never]: {
    readonly [Name in keyof Declared<M, Kind>]: Implementable[Kind];
  };
} & {
  readonly [Kind in ContributionKind as Declared<M, Kind> extends object ? never : Kind]?: never;
};

/**
 * What was given, without what the manifest does not declare: also when it came by a variable, where TypeScript looks for
 * nothing too many by itself.
 *
 * @stable
 * @since 0.1.0
 */
export type Exactly<M extends ManifestSource, Given> = {
  readonly [Kind in keyof Given]: Kind extends ContributionKind
    ? { readonly [Name in keyof Given[Kind]]: Name extends keyof Declared<M, Kind> ? Given[Kind][Name] : 'package.json does not declare it' }
    : never;
};

/**
 * The implementations by kind and name, as the runtime calls them.
 *
 * @stable
 * @since 0.1.0
 */
export type Implementations = { readonly [Kind in Exclude<ContributionKind, 'notifiers'>]: ReadonlyMap<string, Implementable[Kind]> } & {
  /** Absent in bundles from before there were any. */
  readonly notifiers?: ReadonlyMap<string, Implementable['notifiers']>;
};

/**
 * A plugin: what its bundle exports by default.
 *
 * @stable
 * @since 0.1.0
 */
export interface Plugin {
  /** The npm package's name, from the manifest. */
  readonly name: string;
  /** The package's version, from the manifest. */
  readonly version: string;
  /** Number of the language it speaks with its host; absent in bundles from before they said so. */
  readonly protocol?: number;
  /** Version of the SDK in the bundle; absent in bundles from before they said so. */
  readonly sdk?: string;
  /** Capabilities without which it makes no sense, from the manifest it was built with. */
  readonly requires?: readonly string[];
  /** Its types are tied to its schemas: the build asks for it where there are schemas. */
  readonly tied?: boolean;
  /** What to call, by kind and name. */
  readonly implementations: Implementations;
}

/**
 * Whether a module's default export is what `definePlugin` makes.
 *
 * @stable
 * @since 0.1.0
 */
export function isPlugin(value: unknown): value is Plugin {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('implementations' in value)) return false;
  const { name, implementations } = value;
  const parts: { readonly [kind: string]: unknown } = typeof implementations === 'object' && implementations !== null ? { ...implementations } : {};
  return typeof name === 'string' && contributionKinds.every((kind) => parts[kind] instanceof Map || (kind === 'notifiers' && parts[kind] === undefined));
}
