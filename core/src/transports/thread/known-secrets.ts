import { KnownSecrets } from '@jackfield/sdk/secrets';
import type { Credential, Credentials } from '../../sites/index.ts';

/** The secrets of a credential, and what is made of them to log in. */
function secretsOf(credential: Credential): readonly (string | null)[] {
  switch (credential.kind) {
    case 'snmp-community':
      return [credential.community, credential.writeCommunity];
    case 'snmp-user':
      return [credential.auth?.key ?? null, credential.privacy?.key ?? null];
    case 'ssh':
      return [credential.password, credential.passphrase, credential.privateKey];
    case 'ami':
    case 'webhook':
    case 'oidc-client':
      return [credential.secret];
    case 'tcp':
    case 'smtp':
    case 'http-oauth2':
      return [credential.password];
    case 'http-basic':
      return [credential.password, Buffer.from(`${credential.user}:${credential.password}`).toString('base64')];
    case 'http-token':
      return [credential.token, credential.token.replace(/^\w+ +/, '')];
  }
}

function allSecrets(credentials: Credentials): readonly string[] {
  const found = credentials.names.flatMap((name) => {
    try {
      return secretsOf(credentials.get(name));
    } catch {
      // A reference that leads nowhere: nobody has logged in with it.
      return [];
    }
  });
  return [...new Set(found.filter((secret) => secret !== null).filter((secret) => secret !== ''))];
}

interface Built {
  readonly secrets: readonly string[];
  readonly known: KnownSecrets;
}

/** Many faults come at once when many devices are down: what is looked for is built again only when it is another. */
const built = new WeakMap<Credentials, Built>();

function knownOf(credentials: Credentials): KnownSecrets {
  const secrets = allSecrets(credentials);
  const last = built.get(credentials);
  if (last !== undefined && last.secrets.length === secrets.length && last.secrets.every((secret, at) => secret === secrets[at])) return last.known;
  const known = new KnownSecrets(secrets.map((secret, at) => ({ secret, placeholder: `REDACTED-C${at + 1}` })));
  built.set(credentials, { secrets, known });
  return known;
}

/**
 * Takes the secrets of all credentials out of texts. Works where the secrets are, in the transport thread: who asks
 * learns that there was one, never which.
 */
export function redactKnown(texts: readonly string[], credentials: Credentials): readonly string[] {
  const known = knownOf(credentials);
  return texts.map((text) => known.replace(text));
}
