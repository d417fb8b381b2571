import type { Credential } from './credential.ts';

type CredentialKind = Credential['kind'];

/** What each transport can log in with, and the host itself at an identity provider. */
const kindsByTransport: ReadonlyMap<string, readonly CredentialKind[]> = new Map([
  ['snmp', ['snmp-community', 'snmp-user']],
  ['ssh', ['ssh']],
  ['ami', ['ami']],
  ['http', ['http-basic', 'http-token', 'http-oauth2']],
  ['tcp', ['tcp']],
  ['oidc', ['oidc-client']],
]);

/** The kinds that a transport takes; null for what is no transport with credentials. */
export function kindsFor(transport: string): readonly string[] | null {
  return kindsByTransport.get(transport) ?? null;
}

/** The transports that log in with an entry of credentials.yaml. */
export const transportsWithCredentials: readonly string[] = [...kindsByTransport.keys()];
