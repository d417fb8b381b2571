import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { lockedReleases, readInstalled, releaseFolder, storeOf } from '../plugins/index.ts';
import { loadConfiguration } from '../sites/index.ts';
import { sourceUnknown } from './errors.ts';
import { examine, examineFiles, unpack, type WholePackage } from './examine.ts';
import { PackageHistory, type HistoryRecord } from './history.ts';
import { permissionLines, type PermissionLine } from './permission-words.ts';
import { sorted, type PackageFiles } from './package-path.ts';
import { enabledAt } from './site-edits.ts';
import { readPackage } from './sources.ts';
import { temporaryFolder } from './staging.ts';
import { decideTrust, type Proof } from './trust-decision.ts';

export interface InstalledPackage {
  readonly plugin: string;
  readonly package: string;
  readonly version: string;
  readonly kept: string | null;
  readonly source: string;
  readonly granted: { readonly by: string; readonly at: string };
  /** Sites and devices where it is enabled. */
  readonly enabledAt: readonly string[];
  /** What is wrong with it on disk. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** All packages of the lock file, each held against what is on disk. */
export async function listPackages(directory: string): Promise<readonly InstalledPackage[]> {
  const configuration = await loadConfiguration(directory);
  const store = storeOf(configuration);
  return Promise.all(Object.entries(store.lock.plugins).map(async ([plugin, locked]) => {
    const problems = await Promise.all(lockedReleases({ ...store, lock: { plugins: { [plugin]: locked } } }).map((release) => readInstalled(release).then(() => null, (error: unknown) => error)));
    const [problem] = problems.filter((error) => error instanceof JackfieldError);
    return {
      plugin, package: locked.package, version: locked.runs.version, kept: locked.kept?.version ?? null, source: locked.runs.source, granted: locked.runs.granted,
      enabledAt: enabledAt(configuration, plugin).places,
      problem: problem === undefined ? null : { code: problem.code, message: problem.message },
    };
  }));
}

export async function packageHistory(directory: string): Promise<readonly HistoryRecord[]> {
  return new PackageHistory(storeOf(await loadConfiguration(directory)).folder).records();
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

/** Proves what can be proven of a package file, or of an installed plugin by its id. Throws when it is not whole. */
export async function verifyPackage(target: string, directory: string, now = new Date()): Promise<VerifiedPackage> {
  const configuration = await loadConfiguration(directory);
  const store = storeOf(configuration);
  const locked = Object.hasOwn(store.lock.plugins, target) ? store.lock.plugins[target] : undefined;
  let whole: Omit<WholePackage, 'integrity'> & { readonly integrity?: string };
  let file = resolve(target);
  if (locked === undefined) {
    if (!target.endsWith('.tgz')) throw sourceUnknown(`${target} is neither a .tgz file nor the id of an installed package`);
    whole = await examine(await readPackage(file), file);
  } else {
    file = releaseFolder(store.folder, target, locked.runs.version);
    await readInstalled({ id: target, locked, release: locked.runs, directory: file });
    whole = examineFiles(await filesOf(file), file);
  }
  await using staging = await temporaryFolder();
  const plugin = await unpack(whole, staging.folder, file);
  const { list, listHash, signatures } = whole;
  const told = {
    plugin: list.plugin, package: list.package, version: list.version, files: list.files.length, listHash, integrity: whole.integrity ?? null, permissions: permissionLines(plugin),
  };
  try {
    return { ...told, proof: decideTrust(list.package, signatures, configuration.trust, now, file), problem: null };
  } catch (error) {
    if (error instanceof JackfieldError) return { ...told, proof: null, problem: error };
    throw error;
  }
}
