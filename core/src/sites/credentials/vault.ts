import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeStateFolder } from '../../store/index.ts';
import { vaultCorrupt, vaultEntryUnknown, vaultNameInvalid, vaultUnwritable, vaultWrongKey } from '../errors.ts';

/** Where the vault and its key are: the encrypted file travels with the configuration, the key never does. */
export interface VaultPlaces {
  /** Folder of the configuration, with vault.json. */
  readonly directory: string;
  /** Folder of the daemon's state, with vault.key. */
  readonly stateDirectory: string;
  /** Instead of vault.key; JACKFIELD_VAULT_PASSPHRASE unless told. */
  readonly passphrase?: string | undefined;
}

export const vaultFile = 'vault.json';
const keyFile = 'vault.key';
const name = z.string().max(128).regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const sealed = z.strictObject({ nonce: z.base64(), tag: z.base64(), data: z.base64() });
const vaultSchema = z.strictObject({
  format: z.literal(1),
  // A passphrase is stretched by scrypt (RFC 7914); without one the key is 32 random bytes in vault.key.
  key: z.union([z.strictObject({ from: z.literal('file') }), z.strictObject({ from: z.literal('passphrase'), salt: z.base64() })]),
  proof: sealed,
  entries: z.record(name, sealed),
});

type VaultContent = z.infer<typeof vaultSchema>;
type Sealed = z.infer<typeof sealed>;

// The proof lets a wrong key be told before anything is written with it.
const proofName = '';
const proofText = 'jackfield vault';

function seal(key: Buffer, entry: string, secret: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(entry));
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return { nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') };
}

/** Null when the key is another or the text was altered. */
function unseal(key: Buffer, entry: string, { nonce, tag, data }: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(entry)).setAuthTag(Buffer.from(tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64')), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

function stretched(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, { N: 32_768, r: 8, p: 1, maxmem: 64 * 1_024 * 1_024 }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function absent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function readContent(places: VaultPlaces): Promise<VaultContent | null> {
  const place = { file: vaultFile };
  let text: string;
  try {
    text = await readFile(join(places.directory, vaultFile), 'utf8');
  } catch (cause) {
    if (absent(cause)) return null;
    throw vaultCorrupt(`${vaultFile} cannot be read`, { place, cause });
  }
  try {
    return vaultSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw vaultCorrupt(`${vaultFile} is not a vault of this version`, { place, cause });
  }
}

async function readKey(places: VaultPlaces): Promise<Buffer | null> {
  try {
    return Buffer.from((await readFile(join(places.stateDirectory, keyFile), 'utf8')).trim(), 'base64');
  } catch (cause) {
    if (absent(cause)) return null;
    throw vaultWrongKey(`${keyFile} cannot be read`, { place: { file: join(places.stateDirectory, keyFile) }, cause });
  }
}

async function openedKey(places: VaultPlaces, content: VaultContent): Promise<Buffer> {
  const place = { file: vaultFile };
  const passphrase = places.passphrase ?? process.env.JACKFIELD_VAULT_PASSPHRASE;
  let key: Buffer | null;
  if (content.key.from === 'passphrase') {
    if (!passphrase) throw vaultWrongKey('the vault was made with a passphrase and none is given', { place });
    key = await stretched(passphrase, Buffer.from(content.key.salt, 'base64'));
  } else key = await readKey(places);
  if (key === null) throw vaultWrongKey(`there is no ${keyFile} in the state folder`, { place });
  if (key.length !== 32 || unseal(key, proofName, content.proof) !== proofText) throw vaultWrongKey('the key is not the one the vault was made with', { place });
  return key;
}

/** The old or the new content, never a part: what a reader after a crash finds. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.new`;
  try {
    {
      await using handle = await open(temporary, 'wx', 0o600);
      await handle.writeFile(text);
      await handle.sync();
    }
    await rename(temporary, file);
    await using folder = await open(dirname(file), 'r');
    await folder.sync();
  } catch (cause) {
    await rm(temporary, { force: true });
    throw vaultUnwritable(`${file} cannot be written`, { place: { file }, cause });
  }
}

async function freshVault(places: VaultPlaces): Promise<{ key: Buffer; content: VaultContent }> {
  const passphrase = places.passphrase ?? process.env.JACKFIELD_VAULT_PASSPHRASE;
  if (passphrase) {
    const salt = randomBytes(16);
    const key = await stretched(passphrase, salt);
    return { key, content: { format: 1, key: { from: 'passphrase', salt: salt.toString('base64') }, proof: seal(key, proofName, proofText), entries: {} } };
  }
  // A key that is there already is kept: another vault may have been made with it.
  let key = await readKey(places);
  if (key === null) {
    key = randomBytes(32);
    await makeStateFolder(places.stateDirectory);
    await replaceFile(join(places.stateDirectory, keyFile), `${key.toString('base64')}\n`);
  }
  return { key, content: { format: 1, key: { from: 'file' }, proof: seal(key, proofName, proofText), entries: {} } };
}

function writeContent(places: VaultPlaces, content: VaultContent): Promise<void> {
  return replaceFile(join(places.directory, vaultFile), `${JSON.stringify(content, null, 2)}\n`);
}

async function removeVault({ directory }: VaultPlaces): Promise<void> {
  const file = join(directory, vaultFile);
  try {
    await rm(file);
    await using folder = await open(directory, 'r');
    await folder.sync();
  } catch (cause) {
    throw vaultUnwritable(`${file} cannot be removed`, { place: { file }, cause });
  }
}

/** The last write of each vault: the next begins after it, for it is made of what was read before. */
const lastWrites = new Map<string, Promise<unknown>>();

async function inTurn(file: string, work: () => Promise<void>): Promise<void> {
  const mine = (lastWrites.get(file) ?? Promise.resolve()).then(work);
  const settled = mine.catch(() => undefined);
  lastWrites.set(file, settled);
  await mine.finally(() => {
    if (lastWrites.get(file) === settled) lastWrites.delete(file);
  });
}

/** Stores a secret under a name, making the vault and its key at first use. */
export function vaultSet(places: VaultPlaces, entry: string, secret: string): Promise<void> {
  return inTurn(join(places.directory, vaultFile), () => set(places, entry, secret));
}

async function set(places: VaultPlaces, entry: string, secret: string): Promise<void> {
  if (!name.safeParse(entry).success) throw vaultNameInvalid(`"${entry}" cannot name a secret`);
  const known = await readContent(places);
  const { key, content } = known === null ? await freshVault(places) : { key: await openedKey(places, known), content: known };
  await writeContent(places, { ...content, entries: { ...content.entries, [entry]: seal(key, entry, secret) } });
}

/** The names in the vault; asks for no key. */
export async function vaultList(places: VaultPlaces): Promise<readonly string[]> {
  return Object.keys((await readContent(places))?.entries ?? {}).sort((a, b) => a.localeCompare(b));
}

export function vaultRemove(places: VaultPlaces, entry: string): Promise<void> {
  return inTurn(join(places.directory, vaultFile), () => remove(places, entry));
}

async function remove(places: VaultPlaces, entry: string): Promise<void> {
  const content = await readContent(places);
  if (content === null || !Object.hasOwn(content.entries, entry)) throw vaultEntryUnknown(`it holds no secret ${entry}`, { place: { file: vaultFile } });
  const { [entry]: _removed, ...entries } = content.entries;
  // An empty vault protects nothing: the folder is as it was before the first secret.
  if (Object.keys(entries).length === 0) await removeVault(places);
  else await writeContent(places, { ...content, entries });
}

/** All secrets by name. Throws a coded error when the key is wrong or an entry was altered. */
export async function vaultSecrets(places: VaultPlaces): Promise<ReadonlyMap<string, string>> {
  const content = await readContent(places);
  if (content === null) return new Map();
  const key = await openedKey(places, content);
  return new Map(
    Object.entries(content.entries).map(([entry, one]) => {
      const secret = unseal(key, entry, one);
      if (secret === null) throw vaultCorrupt(`the entry ${entry} was altered`, { place: { file: vaultFile } });
      return [entry, secret];
    }),
  );
}
