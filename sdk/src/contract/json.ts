/** Plain data: all that crosses between a plugin and the host. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A plain object with plain values. */
export type JsonObject = { readonly [key: string]: Json };
