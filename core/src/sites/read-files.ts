import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JackfieldError } from '../errors/index.ts';
import { credentialsFile, readCredentialEntries, type DeclaredCredentials } from './credentials/index.ts';
import { configurationMissing, ConfigurationRefused, fileUnreadable, siteNameMismatch } from './errors.ts';
import { pluginLockFile } from './plugin-lock.ts';
import { SourceFile } from './source-file.ts';
import { trustFile } from './trust.ts';

export const daemonFile = 'jackfield.yaml';
export const organizationFile = 'organization.yaml';
export const sitesFolder = 'sites';

/** The files of a configuration, parsed as YAML and no further. */
export interface ConfigurationFiles {
  readonly daemon: SourceFile;
  readonly organization: SourceFile;
  readonly sites: readonly SourceFile[];
  readonly pluginLock: SourceFile;
  readonly trust: SourceFile;
  readonly credentials: DeclaredCredentials;
  readonly etag: string;
  readonly errors: readonly JackfieldError[];
}

export function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function siteFiles(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(join(directory, sitesFolder));
    return names.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort().map((name) => `${sitesFolder}/${name}`);
  } catch (cause) {
    if (isAbsent(cause)) return [];
    throw new ConfigurationRefused([fileUnreadable(`the folder ${sitesFolder} cannot be read`, { place: { file: sitesFolder }, cause })]);
  }
}

/** Texts of files that are looked at as if they stood on disk already, by file. */
export type TextsInstead = ReadonlyMap<string, string>;

/** Reads all files of a configuration folder. Without organization.yaml it is none. */
export async function readFiles(directory: string, instead: TextsInstead = new Map()): Promise<ConfigurationFiles> {
  const errors: JackfieldError[] = [];
  const hash = createHash('sha256');
  const read = async (file: string): Promise<SourceFile> => {
    let text = '';
    try {
      text = instead.get(file) ?? (await readFile(join(directory, file), 'utf8'));
    } catch (cause) {
      if (file === organizationFile && isAbsent(cause)) throw configurationMissing('it is not there', { place: { file: join(directory, file) }, cause });
      if (!isAbsent(cause)) errors.push(fileUnreadable(`${file} cannot be read`, { place: { file }, cause }));
    }
    hash.update(`${file}\0${text.length}\0${text}`);
    const source = new SourceFile(file, text);
    errors.push(...source.errors);
    return source;
  };
  const organization = await read(organizationFile);
  const daemon = await read(daemonFile);
  const pluginLock = await read(pluginLockFile);
  const trust = await read(trustFile);
  const sites: SourceFile[] = [];
  const added = [...instead.keys()].filter((file) => file.startsWith(`${sitesFolder}/`));
  for (const file of [...new Set([...(await siteFiles(directory)), ...added])].toSorted()) {
    if (file.endsWith('.yml')) errors.push(siteNameMismatch(`${file} would not be read`, { place: { file }, hint: 'Give it the ending .yaml.' }));
    else sites.push(await read(file));
  }
  const credentials = await readCredentialEntries(directory, instead.get(credentialsFile));
  errors.push(...credentials.errors);
  hash.update(credentials.text);
  return { daemon, organization, sites, pluginLock, trust, credentials, etag: hash.digest('hex'), errors };
}
