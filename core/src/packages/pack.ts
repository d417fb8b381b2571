import { glob, lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileListName, fileListText, isListed, readPlugin, sha256, type InstalledPlugin } from '../plugins/index.ts';
import { buildFirst, refuseStale } from './bundle-age.ts';
import { carriedPackages } from './carried-packages.ts';
import { notPackable } from './errors.ts';
import { examine, unpack } from './examine.ts';
import { refuseInstallScripts, withoutScripts } from './install-scripts.ts';
import { refuseKeys } from './key-files.ts';
import { requireDistinct, requirePath, sorted, type PackageFiles } from './package-path.ts';
import { temporaryFolder, toldOf, writeFiles } from './staging.ts';
import { suspectLines, type SuspectLine } from './suspect-lines.ts';
import { tryStart } from './trial-start.ts';
import { writeTarball } from './write-tarball.ts';

const always = ['README*', 'LICEN[SC]E*'];
const never = /(^|\/)(node_modules|\.git|\.npmrc|\.env[^/]*)(\/|$)|\.tgz$/;
const packageSchema = z.looseObject({ files: z.array(z.string().min(1)).min(1) });

export interface PackedPackage {
  readonly bytes: Buffer;
  /** Such as `acme-jackfield-plugin-widget-1.0.0.tgz`, as npm names it. */
  readonly fileName: string;
  readonly plugin: InstalledPlugin;
  readonly files: PackageFiles;
  /** Names of the dependencies that are carried along. */
  readonly carried: readonly string[];
  /** Lines of the plugin's own files that look as if they held a secret. */
  readonly suspects: readonly SuspectLine[];
}

async function readPackageJson(directory: string): Promise<z.infer<typeof packageSchema>> {
  const file = join(directory, 'package.json');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw notPackable('there is no package.json', { place: { file }, cause });
  });
  try {
    return packageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw notPackable('package.json does not say which files belong to the plugin', { place: { file }, cause, hint: 'Add "files", such as ["dist", "schemas"].' });
  }
}

/** The files that patterns name: a folder stands for all in it. */
async function matching(directory: string, patterns: readonly string[]): Promise<Set<string>> {
  const wanted = patterns.map((pattern) => pattern.replace(/^\.?\//, '').replace(/\/$/, ''));
  const paths = await Array.fromAsync(glob(wanted.flatMap((pattern) => [pattern, `${pattern}/**`]), { cwd: directory }));
  return new Set(paths.map((path) => path.split('\\').join('/')));
}

async function collect(directory: string, patterns: readonly string[]): Promise<PackageFiles> {
  const out = await matching(directory, patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)));
  const paths = await matching(directory, [...patterns.filter((pattern) => !pattern.startsWith('!')), ...always]);
  const files = new Map<string, Buffer>();
  for (const path of [...paths, 'package.json']) {
    if ((out.has(path) && path !== 'package.json') || never.test(path) || !isListed(path)) continue;
    const file = join(directory, path);
    const stat = await lstat(file);
    if (stat.isDirectory()) continue;
    if (!stat.isFile()) throw notPackable(`${path} is not a plain file`, { place: { file }, hint: 'Replace the link by the file itself.' });
    files.set(path, await readFile(file));
  }
  return files;
}

/** For who gives it away: builds the plugin, packs it, and starts once what was packed. Nothing is packed that does not start. */
export async function buildAndPack(directory: string): Promise<PackedPackage & { readonly built: boolean }> {
  const built = await buildFirst(directory);
  const packed = await packPlugin(directory);
  await using staging = await temporaryFolder();
  // As whoever installs it unpacks it: what the folder has and the package lacks is missing here.
  await tryStart(await unpack(await examine(packed.bytes, directory), staging.folder, directory), directory, '');
  return { ...packed, built };
}

/** Packs a plugin's folder as it stands: the files it names, what they still need of node_modules, and the list of all of them. */
export async function packPlugin(directory: string): Promise<PackedPackage> {
  const packageJson = await readPackageJson(directory);
  await refuseStale(directory);
  const own = await collect(directory, packageJson.files);
  refuseKeys(own, directory);
  const carried = await carriedPackages(directory, packageJson, own);
  const content = sorted([...own, ...carried.files].map(([path, bytes]): [string, Buffer] => [path, withoutScripts(path, bytes)]));
  for (const path of content.keys()) requirePath(path, directory);
  requireDistinct(content.keys(), directory);
  refuseInstallScripts(content, directory);

  await using staging = await temporaryFolder();
  await writeFiles(content, staging.folder);
  // As the host will read it: what the manifest names and "files" does not is missing here.
  const plugin = await toldOf(directory, staging.folder, () => readPlugin(staging.folder));
  const list = fileListText({
    format: 1, plugin: plugin.id, package: plugin.packageName, version: plugin.version, permissions: plugin.permissionsHash,
    files: [...content].map(([path, bytes]) => ({ path, sha256: sha256(bytes) })),
  });
  const files = sorted([...content, [fileListName, Buffer.from(list)]]);
  const fileName = `${plugin.packageName.replace(/^@/, '').replace('/', '-')}-${plugin.version}.tgz`;
  return { bytes: writeTarball(files), fileName, plugin: { ...plugin, directory }, files, carried: carried.names, suspects: suspectLines(own) };
}
