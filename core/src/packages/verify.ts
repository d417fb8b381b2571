import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { readInstalled, releaseFolder, storeOf } from '../plugins/index.ts';
import { loadConfiguration, trustSchema, type Trust } from '../sites/index.ts';
import { keyUnknown, nobodyVouches, notSigned, sourceUnknown } from './errors.ts';
import { examine, examineFiles, unpack, type WholePackage } from './examine.ts';
import { permissionLines, type PermissionLine } from './permission-words.ts';
import { sorted, type PackageFiles } from './package-path.ts';
import type { Signature } from './signatures.ts';
import { fingerprintOf } from './signing-key.ts';
import { readPackage } from './sources.ts';
import { temporaryFolder } from './staging.ts';
import { decideTrust, type Proof } from './trust-decision.ts';

/** What a package is held against. */
export interface Verification {
  /** Folder of the configuration whose trust.yaml counts; null: nobody here vouches for anybody. */
  readonly directory: string | null;
  /** The publisher's public key, in place of trust.yaml. */
  readonly key?: string | null;
  readonly now?: Date;
}

export interface VerifiedPackage {
  readonly plugin: string;
  readonly package: string;
  readonly version: string;
  readonly files: number;
  readonly listHash: string;
  /** Of an installed package there is no file any more. */
  readonly integrity: string | null;
  readonly permissions: readonly PermissionLine[];
  /** Every signature that is in it: each fits the files, whosever key it is. */
  readonly signatures: readonly (Pick<Signature, 'role' | 'key' | 'at' | 'expires'> & { readonly fingerprint: string })[];
  /** Null when trust is missing; `problem` says which. */
  readonly proof: Proof | null;
  readonly problem: JackfieldError | null;
}

async function filesOf(folder: string): Promise<PackageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return sorted(await Promise.all(entries.filter((entry) => !entry.isDirectory()).map(async (entry): Promise<[string, Buffer]> => {
    const file = join(entry.parentPath, entry.name);
    return [relative(folder, file).split(sep).join('/'), await readFile(file)];
  })));
}

type Found = Omit<WholePackage, 'integrity'> & { readonly file: string; readonly integrity?: string };

/** The package file, or the installed plugin of that id. */
async function findPackage(target: string, configuration: Awaited<ReturnType<typeof loadConfiguration>> | null): Promise<Found> {
  const store = configuration === null ? null : storeOf(configuration);
  const locked = store !== null && Object.hasOwn(store.lock.plugins, target) ? store.lock.plugins[target] : undefined;
  if (store === null || locked === undefined) {
    const why = store === null ? 'is no .tgz file, and without a configuration nothing else can be named' : 'is neither a .tgz file nor the id of an installed package';
    if (!target.endsWith('.tgz')) throw sourceUnknown(`${target} ${why}`, { hint: 'Name a .tgz file, or the configuration with --config and the id of an installed plugin.' });
    const file = resolve(target);
    return { file, ...(await examine(await readPackage(file), file)) };
  }
  const file = releaseFolder(store.folder, target, locked.runs.version);
  await readInstalled({ id: target, locked, release: locked.runs, directory: file });
  return { file, ...examineFiles(await filesOf(file), file) };
}

/** What one key that somebody gave proves, and what it does not. */
function proofByKey(key: string, packageName: string, signatures: readonly Signature[], now: Date, file: string): Proof {
  const others = signatures.filter(({ role }) => role === 'publisher').map((one) => one.key);
  if (!others.includes(key)) {
    const place = { place: { file } };
    if (others.length === 0) throw notSigned(`${packageName} has no signature of its publisher`, place);
    throw keyUnknown(`${packageName} is signed by ${others.join(', ')}, not by ${key}`, { ...place, hint: 'Ask its publisher which key is theirs, over a way that you trust.' });
  }
  // The key counts as that of the package's own scope: so the rest is judged as trust.yaml would.
  const trust: Trust = trustSchema.parse({ publishers: { given: { packages: [packageName], keys: [key] } } });
  const { publisher, organization } = decideTrust(packageName, signatures, trust, now, file);
  return { publisher: publisher === null ? null : { ...publisher, name: 'the key given' }, organization };
}

function requireVouched(packageName: string, signatures: readonly Signature[], file: string): never {
  const [signed] = signatures.filter(({ role }) => role === 'publisher');
  if (signed === undefined) throw notSigned(`${packageName} has no signature of its publisher`, { place: { file } });
  throw nobodyVouches(`${packageName} says it is of ${packageName.startsWith('@') ? (packageName.split('/')[0] ?? '') : 'nobody\'s scope'}; it is signed by ${signed.key}, whose owner nobody here vouches for`, { place: { file } });
}

/**
 * Proves what can be proven of a package file, or of an installed plugin by its id. Throws when it is not whole. Without a
 * configuration only a file can be proven, by the key that is given.
 */
export async function verifyPackage(target: string, { directory, key = null, now = new Date() }: Verification): Promise<VerifiedPackage> {
  const configuration = directory === null ? null : await loadConfiguration(directory);
  const whole = await findPackage(target, configuration);
  const { file, list, listHash, signatures } = whole;
  await using staging = await temporaryFolder();
  const plugin = await unpack(whole, staging.folder, file);
  const told = {
    plugin: list.plugin, package: list.package, version: list.version, files: list.files.length, listHash, integrity: whole.integrity ?? null, permissions: permissionLines(plugin),
    signatures: signatures.map((one) => ({ role: one.role, key: one.key, at: one.at, expires: one.expires, fingerprint: fingerprintOf(one.key) })),
  };
  try {
    const proof = key !== null ? proofByKey(key, list.package, signatures, now, file) : configuration !== null ? decideTrust(list.package, signatures, configuration.trust, now, file) : requireVouched(list.package, signatures, file);
    return { ...told, proof, problem: null };
  } catch (error) {
    if (error instanceof JackfieldError) return { ...told, proof: null, problem: error };
    throw error;
  }
}
