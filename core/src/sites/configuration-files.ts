import { createHash } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from './configuration.ts';
import { credentialsFile, maskedCredentials } from './credentials/index.ts';
import { fileNotConfiguration, fileUnreadable } from './errors.ts';
import { pluginLockFile } from './plugin-lock.ts';
import { daemonFile, isAbsent, organizationFile, sitesFolder } from './read-files.ts';
import { trustFile } from './trust.ts';

/** What a file of the configuration is about. */
export const fileKinds = ['daemon', 'organization', 'site', 'credentials', 'trust', 'plugins'] as const;
export type FileKind = (typeof fileKinds)[number];

/** A file by its name, which is the only way to one: no other name is a path. */
export interface ConfigurationFile {
  /** Relative to the folder of the configuration, such as `sites/leeds.yaml`. */
  readonly file: string;
  readonly kind: FileKind;
  /** Of a site's file. */
  readonly site: string | null;
}

/** A file as it is read over the API: never with a secret in it. */
export interface ReadConfigurationFile extends ConfigurationFile {
  readonly etag: string;
  readonly text: string;
  /** Whether secrets are left out of the text. */
  readonly masked: boolean;
}

const kinds: ReadonlyMap<string, FileKind> = new Map([
  [daemonFile, 'daemon'], [organizationFile, 'organization'], [credentialsFile, 'credentials'], [trustFile, 'trust'], [pluginLockFile, 'plugins'],
]);

/** The file of a name; throws for every name that is none, whatever it would lead to. */
export function configurationFile(name: string): ConfigurationFile {
  const kind = kinds.get(name);
  if (kind !== undefined) return { file: name, kind, site: null };
  const [, site] = /^sites\/([a-z0-9][a-z0-9-]{0,99})\.yaml$/.exec(name) ?? [];
  if (site === undefined) throw fileNotConfiguration(`${JSON.stringify(name.slice(0, 200))} is no file of the configuration`);
  return { file: name, kind: 'site', site };
}

/** The name that a text goes by: another text has another. */
export function etagOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** What stands in a file; null where there is none. */
export async function textOf(directory: string, file: string): Promise<string | null> {
  try {
    return await readFile(join(directory, file), 'utf8');
  } catch (cause) {
    if (isAbsent(cause)) return null;
    throw fileUnreadable(`${file} cannot be read`, { place: { file }, cause });
  }
}

/** Whether the file is one of its own: what is a link is written where it leads. */
export async function isLink(directory: string, file: string): Promise<boolean> {
  return lstat(join(directory, file)).then((entry) => entry.isSymbolicLink(), () => false);
}

export async function readConfigurationFile(directory: string, name: string): Promise<ReadConfigurationFile> {
  const known = configurationFile(name);
  const text = await textOf(directory, name);
  if (text === null) throw fileNotConfiguration(`there is no file ${name}`);
  return readAs(known, text);
}

/** The text of a file as it may be shown. The etag is of what stands in it. */
export function readAs(known: ConfigurationFile, text: string): ReadConfigurationFile {
  const shown = known.kind === 'credentials' ? maskedCredentials(text) : text;
  return { ...known, etag: etagOf(text), text: shown, masked: shown !== text };
}

/** The files that there are. */
export async function configurationFiles({ directory, sites }: Pick<Configuration, 'directory' | 'sites'>): Promise<readonly Omit<ReadConfigurationFile, 'text' | 'masked'>[]> {
  const names = [...kinds.keys(), ...[...sites.keys()].toSorted().map((site) => `${sitesFolder}/${site}.yaml`)];
  const texts = await Promise.all(names.map(async (file) => ({ file, text: await textOf(directory, file) })));
  return texts.flatMap(({ file, text }) => (text === null ? [] : [{ ...configurationFile(file), etag: etagOf(text) }]));
}
