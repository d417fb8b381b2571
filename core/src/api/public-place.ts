import { passkeyImpossible, type RelyingParty } from '../access/index.ts';
import { isIP } from 'node:net';
import type { DaemonSettings } from '../sites/index.ts';
import { hostPlace } from './host-place.ts';

/** Where the identity provider sends browsers back to. */
export const returnedPath = '/oidc';

type Place = Pick<DaemonSettings, 'publicUrl' | 'listen'>;

/** The beginning of the addresses that people open: what the settings say, else where the daemon listens. */
export function publicPlace({ publicUrl, listen }: Place): string {
  return publicUrl ?? hostPlace(listen);
}

/** Of whom passkeys are: browsers make none for a host without a name, and take this machine's for `localhost`. */
export function relyingParty(place: Place): RelyingParty {
  const { protocol, hostname, port } = new URL(publicPlace(place));
  const bare = hostname.replace(/^\[|\]$/g, '');
  const id = bare.startsWith('127.') || bare === '::1' ? 'localhost' : bare;
  if (isIP(id) !== 0) throw passkeyImpossible(`${id} is a number`);
  return { id, origin: `${protocol}//${id}${port === '' ? '' : `:${port}`}` };
}
