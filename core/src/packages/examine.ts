import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  fileListName, pluginId, readPlugin, requireListed, sha256, signaturesName, parseFileList, type FileList, type InstalledPlugin,
} from '../plugins/index.ts';
import { notAPackage, packageMismatch } from './errors.ts';
import { refuseInstallScripts } from './install-scripts.ts';
import type { PackageFiles } from './package-path.ts';
import { readTarball } from './read-tarball.ts';
import { readSignatures, type Signature } from './signatures.ts';
import { toldOf, writeFiles } from './staging.ts';

/** A package that is whole: its files are those of its list, and its signatures fit the list. */
export interface WholePackage {
  readonly files: PackageFiles;
  readonly list: FileList;
  /** SHA-256 of the list: what the lock file keeps. */
  readonly listHash: string;
  /** `sha512-…` of the file it came in. */
  readonly integrity: string;
  readonly signatures: readonly Signature[];
}

const namedSchema = z.looseObject({ name: z.string(), version: z.string() });

function requireNamed(files: PackageFiles, list: FileList, file: string): void {
  let named: z.infer<typeof namedSchema>;
  try {
    named = namedSchema.parse(JSON.parse(files.get('package.json')?.toString('utf8') ?? ''));
  } catch (cause) {
    throw notAPackage('it has no package.json with name and version', { place: { file }, cause });
  }
  const { name, version } = named;
  if (name !== list.package || version !== list.version || pluginId(name) !== list.plugin) {
    throw packageMismatch(`package.json says ${name} ${version}, the list of files ${list.package} ${list.version} (${list.plugin})`, { place: { file } });
  }
}

/** Proves that the files of a package are whole. Throws the first thing that is wrong. */
export function examineFiles(files: PackageFiles, file: string): Omit<WholePackage, 'integrity'> {
  const listBytes = files.get(fileListName);
  if (listBytes === undefined) throw notAPackage(`it has no ${fileListName}`, { place: { file } });
  const list = parseFileList(listBytes.toString('utf8'), file);
  requireListed(list, new Map([...files].map(([path, content]) => [path, sha256(content)])), file);
  requireNamed(files, list, file);
  refuseInstallScripts(files, file);
  return {
    files, list, listHash: sha256(listBytes), signatures: readSignatures(files.get(signaturesName), listBytes, file),
  };
}

/** Reads a package and proves that it is whole. Nothing is written. */
export async function examine(bytes: Buffer, file: string): Promise<WholePackage> {
  const whole = examineFiles(await readTarball(bytes, file), file);
  return { ...whole, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
}

/** Unpacks a package into a folder and reads it there as the host does. */
export async function unpack({ files, list }: Pick<WholePackage, 'files' | 'list'>, directory: string, file: string): Promise<InstalledPlugin> {
  await writeFiles(files, directory);
  const plugin = await toldOf(file, directory, () => readPlugin(directory));
  if (plugin.permissionsHash !== list.permissions) throw packageMismatch('its manifest asks for other permissions than its list of files says', { place: { file } });
  return plugin;
}
