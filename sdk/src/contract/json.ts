/**
 * Plain data: all that crosses between a plugin and the host.
 *
 * @stable
 * @since 0.1.0
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A plain object with plain values.
 *
 * @stable
 * @since 0.1.0
 */
export type JsonObject = { readonly [key: string]: Json };
