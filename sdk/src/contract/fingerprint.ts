/**
 * What the host saw at an address, once for all plugins, before it is a device. A part is null when nothing
 * answered there.
 */
export interface Fingerprint {
  readonly icmp: { readonly rttMs: number } | null;
  readonly snmp: {
    readonly version: '1' | '2c' | '3';
    /** Dotted, without a leading dot; empty when the agent has none. */
    readonly sysObjectID: string;
    readonly sysDescr: string;
    readonly sysName: string;
    /** Hex, SNMPv3 or snmpEngineID.0; null when not told. */
    readonly engineId: string | null;
  } | null;
  readonly ssh: { readonly banner: string; readonly hostKey: string | null } | null;
  readonly ami: { readonly banner: string } | null;
  readonly tls: { readonly subject: string; readonly fingerprint: string } | null;
  readonly http: { readonly status: number; readonly title: string | null; readonly server: string | null } | null;
}

/** The paths a manifest's `match` may name. */
export const fingerprintPaths = [
  'snmp.sysObjectID', 'snmp.sysDescr', 'snmp.sysName', 'ssh.banner', 'ami.banner', 'tls.subject', 'http.title',
  'http.server',
] as const;

export type FingerprintPath = (typeof fingerprintPaths)[number];
