import { findPackageJSON } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isPlugin, type Plugin } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';
import { readCatalogue, sourcePlace, type InstalledPlugin, type PluginCatalogue } from '../plugins/index.ts';
import { pluginNotLoaded, pluginNotReadable } from './errors.ts';
import type { TestHostOptions } from './test-host-options.ts';

/** What a test host is about: the package, and the plugin that runs. */
export interface Tested {
  readonly packaged: InstalledPlugin;
  readonly installed: InstalledPlugin;
  /** Null when it is run elsewhere. */
  readonly plugin: Plugin | null;
}

const read = new Map<string, Promise<PluginCatalogue>>();

/** Read once in a test run: manifest, schemas and contributed data do not change under it. */
function packages(directories: readonly string[]): Promise<PluginCatalogue> {
  const key = JSON.stringify(directories);
  const known = read.get(key) ?? readCatalogue(directories);
  read.set(key, known);
  return known;
}

/** The folder itself, or that of an installed package. */
function folderOf(directory: string, named: string): string {
  if (named.startsWith('.') || isAbsolute(named)) return resolve(directory, named);
  try {
    return dirname(findPackageJSON(named, join(directory, 'package.json')) ?? '');
  } catch (cause) {
    throw pluginNotReadable(`${named} is not installed beside ${directory}`, { cause, place: { file: directory } });
  }
}

/** The package under test, and the plugin that runs: itself, or the one to whose point it contributes. */
async function packagesOf(directory: string, others: readonly string[], look: typeof packages): Promise<Pick<Tested, 'packaged' | 'installed'>> {
  const catalogue = await look([directory, ...others.map((other) => folderOf(directory, other))]);
  const [refused] = catalogue.refused;
  if (refused !== undefined) throw refused.error;
  const packaged = catalogue.plugins.find((plugin) => resolve(plugin.directory) === resolve(directory)) ?? catalogue.plugins[0];
  if (packaged === undefined) throw pluginNotReadable(`${directory} holds no plugin`, { place: { file: directory } });
  if (packaged.entry !== null) return { packaged, installed: packaged };
  const installed = catalogue.plugins.find(({ entry, manifest: { points } }) => entry !== null && Object.keys(points).some((point) => Object.hasOwn(packaged.manifest.contributes, point)));
  if (installed === undefined) throw pluginNotReadable(`${packaged.id} has no code, and no plugin of "with" has a point that it contributes to`, { place: { file: directory } });
  return { packaged, installed };
}

let loaded = 0;

/**
 * The built bundle as a module of its own, with nothing kept from calls before: for `host.again`.
 *
 * @experimental
 * @since 0.1.0
 */
export function loadAnew(installed: InstalledPlugin): Promise<Plugin> {
  loaded += 1;
  return bundle(installed, `?anew=${loaded}`);
}

async function bundle({ directory, entry }: InstalledPlugin, query = ''): Promise<Plugin> {
  const module: unknown = entry === null ? null : await import(`${pathToFileURL(entry).href}${query}`).catch(async (cause: unknown) => {
    if (cause instanceof JackfieldError) throw cause;
    const { message, stack = '' } = cause instanceof Error ? cause : new Error(String(cause));
    const where = await sourcePlace(entry, stack);
    throw pluginNotLoaded(message, { place: { file: entry, ...where }, cause });
  });
  const plugin: unknown = typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
  if (!isPlugin(plugin)) throw pluginNotReadable(`${entry ?? directory} exports no plugin by default`, { place: { file: entry ?? directory } });
  return plugin;
}

/** Reads the package and loads its plugin, unless that is run elsewhere. */
export async function loadTested(directory: string, { with: others = [], supervise, plugin: given }: TestHostOptions): Promise<Tested> {
  const { packaged, installed } = await packagesOf(directory, others, supervise === undefined ? packages : readCatalogue);
  const plugin = supervise === undefined ? ((packaged === installed ? given : undefined) ?? (await bundle(installed))) : null;
  return { packaged, installed, plugin };
}
