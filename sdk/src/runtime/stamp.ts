import { isFields } from './messages.ts';

/**
 * What a bundle says of itself before anything of it is used: a bundle of another protocol may have no other part that this
 * runtime could read.
 *
 * @internal
 * @since 0.1.0
 */
export interface BundleStamp {
  readonly protocol: number;
  /** Null in bundles from before they said so. */
  readonly sdk: string | null;
  readonly requires: readonly string[];
}

/** Bundles from before they had a stamp speak the first protocol. */
const firstProtocol = 1;

/**
 * Reads the stamp of a module's default export, whatever that is.
 *
 * @internal
 * @since 0.1.0
 */
export function stampOf(exported: unknown): BundleStamp {
  const { protocol, sdk, requires } = isFields(exported) ? exported : {};
  return {
    protocol: typeof protocol === 'number' ? protocol : firstProtocol,
    sdk: typeof sdk === 'string' ? sdk.slice(0, 64) : null,
    requires: Array.isArray(requires) ? requires.filter((name) => typeof name === 'string') : [],
  };
}
