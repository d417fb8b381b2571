import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { keyInPackage } from './errors.ts';
import type { PackageFiles } from './package-path.ts';
import { isSigningKey } from './signing-key.ts';

const largestKey = 64 * 1_024;
const keyBlock = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:\r?\n|\\r|\\n){1,2}(?:[A-Za-z-]{1,30}: [^\n]{0,200}\n){0,8}\s{0,4}[A-Za-z0-9+/=]{40,}/;
const puttyKey = /^PuTTY-User-Key-File-\d[\s\S]{0,20000}^Private-Lines: \d+\r?\n[A-Za-z0-9+/=]{20,}/m;
const ageKey = /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/;
/** 32 bytes in base64 and nothing else. */
const vaultKey = /^[A-Za-z0-9+/]{43}=\s*$/;
const jsonWebKey = z.looseObject({ kty: z.string(), d: z.string().min(16) });
/** A Java key store, and version 3 of PKCS #12 with its content type. */
const stores: readonly (readonly [kind: string, matches: (bytes: Buffer) => boolean])[] = [
  ['a Java key store', (bytes) => bytes.length > 4 && bytes.readUInt32BE(0) === 0xfeedfeed],
  ['a PKCS #12 store', (bytes) => bytes[0] === 0x30 && bytes.subarray(0, 40).includes(Buffer.from('020103', 'hex')) && bytes.subarray(0, 80).includes(Buffer.from('2a864886f70d0107', 'hex'))],
];

function isKeyInDer(bytes: Buffer): boolean {
  if (bytes[0] !== 0x30 || bytes.length > largestKey) return false;
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key: bytes, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}

function isJsonWebKey(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    const keys = z.object({ keys: z.array(z.unknown()) }).safeParse(value);
    return (keys.success ? keys.data.keys : [value]).some((key) => jsonWebKey.safeParse(key).success);
  } catch {
    return false;
  }
}

/** What key a file is, by its content whatever its name; null when it is none. */
export function keyKindOf(bytes: Buffer): string | null {
  const store = stores.find(([, matches]) => matches(bytes));
  if (store !== undefined) return store[0];
  if (isKeyInDer(bytes)) return 'a private key';
  const text = bytes.toString('latin1');
  if (keyBlock.test(text) || puttyKey.test(text) || ageKey.test(text) || text.includes('openssh-key-v1\0')) return 'a private key';
  if (bytes.length > largestKey) return null;
  if (isSigningKey(text)) return 'a key that signs packages';
  if (vaultKey.test(text)) return 'the key of a vault';
  return isJsonWebKey(text) ? 'a private key' : null;
}

/** A key in a package is given to everybody who installs it. */
export function refuseKeys(files: PackageFiles, directory: string): void {
  for (const [path, bytes] of files) {
    const kind = keyKindOf(bytes);
    if (kind !== null) throw keyInPackage(`${path} is ${kind}`, { place: { file: `${directory}/${path}` } });
  }
}
