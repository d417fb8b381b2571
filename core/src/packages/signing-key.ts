import { createCipheriv, createDecipheriv, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, scrypt, type KeyObject } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { keyExists, keyUnusable } from './errors.ts';

const sealedSchema = z.strictObject({ salt: z.base64(), nonce: z.base64(), tag: z.base64(), data: z.base64() });
const keyFileSchema = z.strictObject({
  format: z.literal(1),
  public: z.string(),
  /** PKCS #8; or the same sealed by a passphrase (scrypt, AES-256-GCM). */
  private: z.union([z.base64(), sealedSchema]),
});

/** An Ed25519 key that signs packages. */
export interface SigningKey {
  /** As trust.yaml names it: `ed25519:` and 32 bytes in base64url. */
  readonly public: string;
  readonly private: KeyObject;
}

const publicName = (key: KeyObject): string => `ed25519:${key.export({ format: 'jwk' }).x ?? ''}`;

/** The key that a name such as `ed25519:…` stands for. */
export function publicKeyOf(name: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: name.replace('ed25519:', '') }, format: 'jwk' });
}

function stretched(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N: 131_072, r: 8, p: 1, maxmem: 256 * 1_024 * 1_024 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

async function seal(secret: Buffer, passphrase: string, name: string): Promise<z.infer<typeof sealedSchema>> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', await stretched(passphrase, salt), nonce).setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(secret), cipher.final()]);
  const [saltText = '', nonceText = '', tag = '', dataText = ''] = [salt, nonce, cipher.getAuthTag(), data].map((bytes) => bytes.toString('base64'));
  return { salt: saltText, nonce: nonceText, tag, data: dataText };
}

async function unseal(sealed: z.infer<typeof sealedSchema>, passphrase: string, name: string): Promise<Buffer> {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', await stretched(passphrase, bytes(sealed.salt)), bytes(sealed.nonce), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes(sealed.tag));
  return Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()]);
}

/** Makes a key and writes it to a file that only its owner can read; an empty passphrase leaves it in the clear. */
export async function createSigningKey(file: string, passphrase: string): Promise<SigningKey> {
  const pair = generateKeyPairSync('ed25519');
  const name = publicName(pair.publicKey);
  const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  const content = { format: 1, public: name, private: passphrase === '' ? secret.toString('base64') : await seal(secret, passphrase, name) };
  try {
    await using handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await handle.sync();
  } catch (cause) {
    const there = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw (there ? keyExists : keyUnusable)(there ? 'there is a file of this name' : `it cannot be written: ${cause instanceof Error ? cause.message : ''}`, { place: { file }, cause });
  }
  return { public: name, private: pair.privateKey };
}

/** Whether a text is that of a key file, sealed or not. */
export function isSigningKey(text: string): boolean {
  try {
    return keyFileSchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Opens a key file. `passphrase` is asked only of a sealed one. */
export async function openSigningKey(file: string, passphrase: () => Promise<string>): Promise<SigningKey> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw keyUnusable('it cannot be read', { place: { file }, cause });
  });
  try {
    const content = keyFileSchema.parse(JSON.parse(text));
    const secret = typeof content.private === 'string' ? Buffer.from(content.private, 'base64') : await unseal(content.private, await passphrase(), content.public);
    const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
    if (publicName(createPublicKey(key)) !== content.public) throw new TypeError('its two halves do not belong together');
    return { public: content.public, private: key };
  } catch (cause) {
    throw keyUnusable('it is no signing key, or the passphrase is another', { place: { file }, cause });
  }
}
