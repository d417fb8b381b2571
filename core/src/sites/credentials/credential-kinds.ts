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

/** What the host itself logs in with: at its identity provider, at mail servers and at webhooks. */
const kindsOfHost: ReadonlyMap<string, readonly CredentialKind[]> = new Map([['oidc', ['oidc-client']], ['mail', ['smtp']], ['webhook', ['webhook']]]);

/** The kinds that a transport or the host takes; null for what logs in nowhere. */
export function kindsFor(user: string): readonly string[] | null {
  return kindsOfHost.get(user) ?? kindsByTransport.get(user) ?? null;
}

/** The transports that log in to devices with an entry of credentials.yaml. */
export const transportsWithCredentials: readonly string[] = [...kindsByTransport.keys()];
