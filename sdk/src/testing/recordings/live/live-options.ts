/**
 * Where a recording is served, and what its servers let in.
 *
 * @experimental
 * @since 0.1.0
 */
export interface LiveOptions {
  readonly address: string;
  /** 0 is any free port. `tcp` by the recorded port; others are served where they were recorded. */
  readonly ports: { readonly snmp: number; readonly ssh: number; readonly ami: number; readonly http: number; readonly tcp: { readonly [recorded: string]: number } };
  readonly login: { readonly community: string; readonly user: string; readonly secret: string };
}
