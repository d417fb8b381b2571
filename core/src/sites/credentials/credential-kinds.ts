import type { Credential } from './credential.ts';

type CredentialKind = Credential['kind'];

/** What each transport can log in with. */
const kindsByTransport: ReadonlyMap<string, readonly CredentialKind[]> = new Map([
  ['snmp', ['snmp-community', 'snmp-user']],
  ['ssh', ['ssh']],
  ['ami', ['ami']],
  ['http', ['http-basic', 'http-token', 'http-oauth2']],
  ['tcp', ['tcp']],
]);

/** The kinds that a transport takes, and `oidc`, the host itself at its identity provider; null for what logs in nowhere. */
export function kindsFor(user: string): readonly string[] | null {
  return user === 'oidc' ? ['oidc-client'] : kindsByTransport.get(user) ?? null;
}

/** The transports that log in to devices with an entry of credentials.yaml. */
export const transportsWithCredentials: readonly string[] = [...kindsByTransport.keys()].filter((transport) => transport !== 'oidc');
