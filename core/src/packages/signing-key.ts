import { createCipheriv, createDecipheriv, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, scrypt, type KeyObject } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { keyExists, keyUnusable, passphraseEmpty, passphraseMissing } from './errors.ts';

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

/** Makes a key and writes it to a file that only its owner can read; null leaves it in the clear. */
export async function createSigningKey(file: string, passphrase: string | null): Promise<SigningKey> {
  if (passphrase === '') throw passphraseEmpty('an empty passphrase seals nothing', { place: { file } });
  const pair = generateKeyPairSync('ed25519');
  const name = publicName(pair.publicKey);
  const secret = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  const content = { format: 1, public: name, private: passphrase === null ? secret.toString('base64') : await seal(secret, passphrase, name) };
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

type KeyFile = z.infer<typeof keyFileSchema>;

async function readKeyFile(file: string): Promise<KeyFile> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw keyUnusable('there is no such file', { place: { file }, hint: 'Name the file of your key, or make one with "jackfield plugin key create FILE".', cause });
    throw keyUnusable('it cannot be read', { place: { file }, cause });
  });
  try {
    return keyFileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw keyUnusable('it is no signing key', { place: { file }, cause, hint: 'Name the file that "jackfield plugin key create" wrote.' });
  }
}

function openedKey(secret: Buffer, { public: name }: KeyFile, file: string): SigningKey {
  try {
    const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
    if (publicName(createPublicKey(key)) !== name) throw new TypeError('its two halves do not belong together');
    return { public: name, private: key };
  } catch (cause) {
    throw keyUnusable('its two halves do not belong together', { place: { file }, cause, hint: 'Get the file from a backup, or make another key.' });
  }
}

/** Opens a key file. `passphrase` is asked only of a sealed one. */
export async function openSigningKey(file: string, passphrase: () => Promise<string>): Promise<SigningKey> {
  const content = await readKeyFile(file);
  const { private: secret, public: name } = content;
  if (typeof secret === 'string') return openedKey(Buffer.from(secret, 'base64'), content, file);
  const given = await passphrase();
  if (given === '') throw passphraseMissing('the key is sealed, and no passphrase was given', { place: { file } });
  const opened = await unseal(secret, given, name).catch((cause: unknown) => {
    throw keyUnusable('the passphrase is another, or the file was altered', { place: { file }, cause });
  });
  return openedKey(opened, content, file);
}

/** What can be said of a key file without its passphrase. */
export interface KeyFacts {
  readonly file: string;
  readonly public: string;
  /** SHA-256 of the public key, as two people compare it: short enough to read aloud. */
  readonly fingerprint: string;
  readonly sealed: boolean;
  /** Rights of the file, such as `0600`. */
  readonly mode: string;
  /** Others than its owner may read it. */
  readonly exposed: boolean;
}

/** `SHA256:` and the hash of the 32 bytes of a public key, as SSH writes it. */
export function fingerprintOf(name: string): string {
  return `SHA256:${createHash('sha256').update(Buffer.from(name.replace('ed25519:', ''), 'base64url')).digest('base64').replace(/=+$/, '')}`;
}

/** Tells what a key file is, without opening it when it is sealed. */
export async function keyFacts(file: string): Promise<KeyFacts> {
  const content = await readKeyFile(file);
  const sealed = typeof content.private !== 'string';
  if (typeof content.private === 'string') openedKey(Buffer.from(content.private, 'base64'), content, file);
  const mode = (await stat(file)).mode & 0o777;
  return { file, public: content.public, fingerprint: fingerprintOf(content.public), sealed, mode: mode.toString(8).padStart(4, '0'), exposed: (mode & 0o077) !== 0 };
}
