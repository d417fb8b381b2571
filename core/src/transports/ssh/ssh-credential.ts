import type { Credential, Credentials } from '../../sites/index.ts';
import { credentialsKindWrong } from '../errors.ts';

export type SshCredential = Extract<Credential, { kind: 'ssh' }>;

/** The entry of credentials.yaml for a login at `address`. */
export function sshCredential(credentials: Credentials, name: string, address: string): SshCredential {
  const credential = credentials.get(name);
  if (credential.kind !== 'ssh') throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, SSH needs ssh`, { place: { device: address } });
  return credential;
}
