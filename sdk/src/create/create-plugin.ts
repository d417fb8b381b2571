import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { sdkVersion } from '../contract/version.ts';
import type { PartialAnswers, PluginAnswers } from './answers.ts';
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

/** A name near to one that cannot be a plugin's: `Bad Name` as `bad-name`. */
function nearName(bad: string): string {
  const name = bad.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'acme-ups' : name;
}

/**
 * The answers with the name that the folder gives when none was given. Throws `CreateRefused` when the folder's name cannot
 * be a plugin's.
 *
 * @experimental
 * @since 0.1.0
 */
export function namedBy(directory: string | undefined, given: PartialAnswers): PartialAnswers {
  if (directory === undefined || given.name !== undefined) return given;
  const name = nameOfFolder(directory);
  if (name !== null) return { ...given, name };
  const folder = basename(resolve(directory));
  throw new CreateRefused(`the folder's name "${folder}" cannot be the plugin's: that has small letters, digits and hyphens`, `Give one with --name, such as --name ${nearName(folder)}, or name the folder so.`);
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
 * anything but a `.git`, or when a package is not in `packages`. What fails or is aborted half-way is taken away again.
 *
 * @param directory - made when it is not there
 * @param packages - folder with the packages of Jackfield as `npm pack` made them of a clone; the plugin takes them from the
 * registry unless told
 * @param signal - stops it
 *
 * @experimental
 * @since 0.1.0
 */
export async function createPlugin(directory: string, answers: PluginAnswers, packages?: string, signal?: AbortSignal): Promise<CreatedPlugin> {
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
  const made = await mkdir(root, { recursive: true });
  try {
    for (const [path, text] of files) {
      signal?.throwIfAborted();
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text, { flag: 'wx' });
    }
  } catch (error) {
    await takeAway(root, made, [...files.keys()]);
    throw error;
  }
  return { directory: root, packageName, files: [...files.keys()].sort() };
}

/** Nothing half-made stays: `made` is the first folder that was not there before. What was there was empty, but for a `.git`. */
async function takeAway(root: string, made: string | undefined, files: readonly string[]): Promise<void> {
  const paths = made === undefined ? new Set(files.map((path) => join(root, path.split('/')[0] ?? path))) : [made];
  for (const path of paths) await rm(path, { recursive: true, force: true });
}
