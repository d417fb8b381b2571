/**
 * What the host saw at an address, once for all plugins, before it is a device. A part is null when nothing
 * answered there.
 *
 * @stable
 * @since 0.1.0
 */
export interface Fingerprint {
  /** It answers echo requests; the round trip in milliseconds. */
  readonly icmp: { readonly rttMs: number } | null;
  /** What its SNMP agent says of itself. */
  readonly snmp: {
    /** The version that the agent answered to. */
    readonly version: '1' | '2c' | '3';
    /** Dotted, without a leading dot; empty when the agent has none. */
    readonly sysObjectID: string;
    /** `sysDescr.0`, as it is: the vendor's own words. */
    readonly sysDescr: string;
    /** `sysName.0`; empty when nobody set it. */
    readonly sysName: string;
    /** Hex, SNMPv3 or snmpEngineID.0; null when not told. */
    readonly engineId: string | null;
  } | null;
  /** What its SSH server calls itself, and its host key as OpenSSH prints it: `SHA256:…`. */
  readonly ssh: { readonly banner: string; readonly hostKey: string | null } | null;
  /** First line of its manager interface, such as `Asterisk Call Manager/9.0.0`. */
  readonly ami: { readonly banner: string } | null;
  /** Common name of the certificate it shows, empty when it has none, and the certificate's SHA-256. */
  readonly tls: { readonly subject: string; readonly fingerprint: string } | null;
  /** Status of `GET /`, title of the page, and the `server` header. */
  readonly http: { readonly status: number; readonly title: string | null; readonly server: string | null } | null;
  /**
   * First lines of other ports, of those that a match rule names: which port, what was sent to it (a probe of the
   * manifest; null when it was listened to), what it said. Left out when none did.
   */
  readonly tcp?: readonly { readonly port: number; readonly sent: string | null; readonly line: string }[] | undefined;
}

/**
 * The paths a manifest's `match` may name, beside `tcp.PORT`.
 *
 * @stable
 * @since 0.1.0
 */
export const fingerprintPaths = [
  'snmp.sysObjectID', 'snmp.sysDescr', 'snmp.sysName', 'ssh.banner', 'ami.banner', 'tls.subject', 'http.title',
  'http.server',
] as const;

/**
 * A path of `fingerprintPaths`; or `tcp.PORT`, such as `tcp.3493`: the first line that the port says.
 *
 * @stable
 * @since 0.1.0
 */
export type FingerprintPath = (typeof fingerprintPaths)[number] | `tcp.${number}`;
