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
      return [credential.secret];
    case 'tcp':
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

/**
 * Takes the secrets of all credentials out of texts. Works where the secrets are, in the transport thread: who asks
 * learns that there was one, never which.
 */
export function redactKnown(texts: readonly string[], credentials: Credentials): readonly string[] {
  const known = new KnownSecrets(allSecrets(credentials).map((secret, at) => ({ secret, placeholder: `REDACTED-C${at + 1}` })));
  return texts.map((text) => known.replace(text));
}
