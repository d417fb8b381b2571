/**
 * Something that works still, and will not for ever.
 *
 * @stable
 * @since 0.1.0
 */
export interface Deprecation {
  /** `JFD` and three digits; never given to another meaning. */
  readonly code: string;
  /** What is deprecated, as a noun. */
  readonly what: string;
  /** SDK version that deprecated it. */
  readonly since: string;
  /** SDK version without it. */
  readonly removal: string;
  /** What to do instead, one sentence. */
  readonly instead: string;
  /** The manifest's key, dotted, with `*` for a name that the author chose; left out when it is no key. */
  readonly key?: string;
}

/**
 * The deprecation of a bundle without the version of its SDK.
 *
 * @experimental
 * @since 0.1.0
 */
export const unstampedBundle = 'JFD001';

/**
 * All deprecations so far.
 *
 * @stable
 * @since 0.1.0
 */
export const deprecations: readonly Deprecation[] = [
  {
    code: unstampedBundle, what: 'a bundle that does not say which SDK it was built with', since: '0.1.0', removal: '1.0.0',
    instead: 'Build it again with the present SDK: npm run build.',
  },
];

/**
 * Where SDK functions that are deprecated publish their code: a channel of `node:diagnostics_channel`, which costs nothing
 * while nobody listens. The plugin's process tells the host.
 *
 * @experimental
 * @since 0.1.0
 */
export const deprecationChannel = 'jackfield.deprecated';
