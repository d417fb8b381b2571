import { createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits that a person or a program keeps; the host keeps the hash alone. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256: enough for what is random already; a password takes argon2id. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'base64url');
}

/** Compares in a time that does not tell where they differ. */
export function sameText(one: string, other: string): boolean {
  // Hashed first: they may differ in length, which is not to be told either.
  return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
}
