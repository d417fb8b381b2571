export const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
/** `aes256c` is Cisco's key extension, `aes256` Blumenthal's draft: neither became an RFC, devices have one or the other. */
export const privacyProtocols = ['des', 'aes', 'aes256', 'aes256c'] as const;

/** A secret in the clear. Lives in the threads of transports and messages only; never logged, never sent to a plugin. */
export type Credential =
  | { readonly kind: 'snmp-community'; readonly community: string; readonly writeCommunity: string | null }
  | {
      readonly kind: 'snmp-user';
      readonly user: string;
      readonly auth: { readonly protocol: (typeof authProtocols)[number]; readonly key: string } | null;
      readonly privacy: { readonly protocol: (typeof privacyProtocols)[number]; readonly key: string } | null;
    }
  | { readonly kind: 'ssh'; readonly user: string; readonly password: string | null; readonly privateKey: string | null; readonly passphrase: string | null }
  | { readonly kind: 'ami'; readonly user: string; readonly secret: string }
  | { readonly kind: 'http-basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'http-token'; readonly header: string; readonly token: string }
  | { readonly kind: 'http-oauth2'; readonly path: string; readonly user: string; readonly password: string }
  | { readonly kind: 'oidc-client'; readonly secret: string }
  | { readonly kind: 'tcp'; readonly user: string; readonly password: string }
  | { readonly kind: 'smtp'; readonly user: string; readonly password: string }
  | { readonly kind: 'webhook'; readonly secret: string };

/** The entries of credentials.yaml, with their references (environment, file, vault) resolved when asked for. */
export interface Credentials {
  /** Throws a coded error that names the entry's file and line when it or its reference is missing. */
  get(name: string): Credential;
  readonly names: readonly string[];
}
