import { catalogueOf } from '../../plugins/index.ts';
import { knownSecrets, loadConfiguration, type Configuration } from '../../sites/index.ts';
import { configurationFiles, type NamedText } from './configuration-files.ts';
import { secretsIn } from './configuration-text.ts';

/** All that is secret on this host, and how to tell it in the files. */
export interface HostSecrets {
  readonly secrets: readonly string[];
  /** Keys of settings whose values are secret because a schema says so. */
  readonly keys: ReadonlySet<string>;
  /** The files of the configuration, as they are. */
  readonly files: readonly NamedText[];
  /** What could not be looked into. */
  readonly unread: readonly string[];
}

/** What credentials, vault, environment and files hold. Works with what can be read. */
export async function hostSecrets(places: { readonly directory: string; readonly stateDirectory: string }, configuration: Configuration | null): Promise<HostSecrets> {
  const unread: string[] = [];
  const [{ secrets, unread: closed }, keys, files] = await Promise.all([
    knownSecrets(places),
    secretSettings(configuration),
    configurationFiles(places.directory, places.stateDirectory).catch((error: unknown) => {
      unread.push(`the files of the configuration: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }),
  ]);
  return { secrets: [...secrets, ...files.flatMap(({ text }) => secretsIn(text, keys))], keys, files, unread: [...closed, ...unread] };
}

/** The configuration when it can be loaded. */
export async function loadedOrNull(directory: string): Promise<Configuration | null> {
  return loadConfiguration(directory).catch(() => null);
}

/** Settings that a plugin's schema marks as secret, by the names of their keys. */
export async function secretSettings(configuration: Configuration | null): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
      for (const [key, part] of Object.entries(schema.properties)) if (typeof part === 'object' && part !== null && 'x-secret' in part && part['x-secret'] === true) keys.add(key);
    }
    for (const part of Object.values(schema)) visit(part);
  };
  const catalogue = configuration === null ? null : await catalogueOf(configuration).catch(() => null);
  for (const { settingsSchema, resourceSchemas } of catalogue?.plugins ?? []) {
    visit(settingsSchema);
    for (const schema of resourceSchemas.values()) visit(schema);
  }
  return keys;
}
