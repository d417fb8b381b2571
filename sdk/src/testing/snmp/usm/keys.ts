import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AuthProtocol, PrivacyProtocol, SnmpUser } from './snmp-user.ts';

/** Hash by node's name, and octets of its code in a message (RFC 3414, RFC 7860). */
const hashes: { readonly [Protocol in AuthProtocol]: { readonly name: string; readonly codeBytes: number } } = {
  md5: { name: 'md5', codeBytes: 12 }, sha: { name: 'sha1', codeBytes: 12 }, sha224: { name: 'sha224', codeBytes: 16 }, sha256: { name: 'sha256', codeBytes: 24 },
  sha384: { name: 'sha384', codeBytes: 32 }, sha512: { name: 'sha512', codeBytes: 48 },
};

export const keyBytes: { readonly [Protocol in PrivacyProtocol]: number } = { des: 16, aes: 16, aes192: 24, aes192c: 24, aes256: 32, aes256c: 32 };

const stretched = new Map<string, Buffer>();
const passwordBytes = 1_048_576;

/** RFC 3414, A.2: a million octets of password, hashed. Kept, for it takes its time. */
function stretch(protocol: AuthProtocol, password: Buffer): Buffer {
  const name = `${protocol} ${password.toString('hex')}`;
  const known = stretched.get(name);
  if (known !== undefined) return known;
  const digest = createHash(hashes[protocol].name).update(Buffer.alloc(passwordBytes, password)).digest();
  stretched.set(name, digest);
  return digest;
}

/** The key of a password at one engine. */
export function localizedKey(protocol: AuthProtocol, password: Buffer, engine: Buffer): Buffer {
  const digest = stretch(protocol, password);
  return createHash(hashes[protocol].name).update(digest).update(engine).update(digest).digest();
}

function privacyKey(auth: AuthProtocol, { protocol, password }: NonNullable<SnmpUser['privacy']>, engine: Buffer): Buffer {
  const wanted = keyBytes[protocol];
  let last = localizedKey(auth, Buffer.from(password), engine);
  let key = last;
  while (key.length < wanted) {
    last = protocol.endsWith('c') ? localizedKey(auth, last, engine) : createHash(hashes[auth].name).update(key).digest();
    key = Buffer.concat([key, last]);
  }
  return key.subarray(0, wanted);
}

/** A user with its keys for one engine. */
export interface KeyedUser {
  readonly user: SnmpUser;
  readonly auth: Buffer | null;
  readonly privacy: Buffer | null;
}

export function keyed(user: SnmpUser, engine: Buffer): KeyedUser {
  const { auth, privacy } = user;
  return {
    user,
    auth: auth === undefined ? null : localizedKey(auth.protocol, Buffer.from(auth.password), engine),
    privacy: auth === undefined || privacy === undefined ? null : privacyKey(auth.protocol, privacy, engine),
  };
}

export function codeBytesOf({ auth }: SnmpUser): number {
  return auth === undefined ? 0 : hashes[auth.protocol].codeBytes;
}

/** The code of a whole message whose own field for it is zeros. */
export function codeOf({ user, auth }: KeyedUser, message: Buffer): Buffer {
  if (user.auth === undefined || auth === null) return Buffer.alloc(0);
  const { name, codeBytes } = hashes[user.auth.protocol];
  return createHmac(name, auth).update(message).digest().subarray(0, codeBytes);
}

export function sameCode(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
