import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sdkVersion } from '../contract/version.ts';
import type { PluginAnswers } from './answers.ts';
import { CreateRefused } from './create-refused.ts';
import { localPackages } from './local-packages.ts';
import { jackfieldPackages, packageJson } from './package-json.ts';
import { fillIn, templateFiles } from './template-files.ts';

/**
 * What was made.
 *
 * @experimental
 * @since 0.1.0
 */
export interface CreatedPlugin {
  readonly directory: string;
  readonly packageName: string;
  /** Paths inside the folder, sorted. */
  readonly files: readonly string[];
}

/** `acme-ups` is titled `Acme Ups`. */
function titleOf(name: string): string {
  return name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/**
 * Such as `@acme/jackfield-plugin-acme-ups`.
 *
 * @experimental
 * @since 0.1.0
 */
export function packageNameOf({ name, scope }: Pick<PluginAnswers, 'name' | 'scope'>): string {
  const bare = `jackfield-plugin-${name}`;
  return scope === '' ? bare : `${scope}/${bare}`;
}

/**
 * The folder's name as a plugin's name, when it can be one.
 *
 * @experimental
 * @since 0.1.0
 */
export function nameOfFolder(directory: string): string | null {
  const name = basename(resolve(directory)).replace(/^(jackfield-)?plugin-/, '').toLowerCase();
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) ? name : null;
}

async function refuseTaken(directory: string): Promise<void> {
  const present = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new CreateRefused(`${directory} cannot be used: ${error.code ?? error.message}`, 'Name another folder.');
  });
  // A new repository is empty enough.
  const taken = present.filter((name) => name !== '.git');
  if (taken.length > 0) throw new CreateRefused(`${directory} is not empty: it holds ${taken.slice(0, 3).join(', ')}`, 'Name a folder that is new or empty.');
}

/**
 * Writes a plugin that builds, tests and passes conformance as it stands. Throws `CreateRefused` when the folder holds
 * anything but a `.git`, or when a package is not in `packages`.
 *
 * @param directory - made when it is not there
 * @param packages - folder with the packages of Jackfield as `npm pack` made them of a clone; the plugin takes them from the
 * registry unless told
 *
 * @experimental
 * @since 0.1.0
 */
export async function createPlugin(directory: string, answers: PluginAnswers, packages?: string): Promise<CreatedPlugin> {
  const root = resolve(directory);
  await refuseTaken(root);
  const local = packages === undefined ? new Map<string, string>() : await localPackages(packages, root, jackfieldPackages(answers));
  const packageName = packageNameOf(answers);
  const title = titleOf(answers.name);
  const values = {
    id: answers.name, title, package: packageName, licence: answers.licence, sdk: sdkVersion, year: String(new Date().getFullYear()),
    publisher: answers.publisher === '' ? `the authors of ${packageName}` : answers.publisher,
  };
  const files = new Map([...templateFiles(answers)].map(([path, text]) => [fillIn(path, values), fillIn(text, values)] as const));
  files.set('package.json', packageJson(files.get('manifest.json') ?? '{}', packageName, answers, local));
  files.delete('manifest.json');
  for (const [path, text] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, { flag: 'wx' });
  }
  return { directory: root, packageName, files: [...files.keys()].sort() };
}
