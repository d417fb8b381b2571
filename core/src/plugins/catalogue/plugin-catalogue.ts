import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { rcompare, satisfies } from 'semver';
import { duplicatePlugin, manifestMissing } from '../errors.ts';
import type { InstalledPlugin, PluginCatalogue } from '../installed-plugin.ts';
import { connectPoints } from './contributed-data.ts';
import { readPlugin } from './read-plugin.ts';

/** A folder of `plugins:` is a plugin itself or holds plugins, one folder each. */
async function pluginFolders(directory: string): Promise<string[]> {
  const isPackage = await stat(join(directory, 'package.json')).then((entry) => entry.isFile(), () => false);
  if (isPackage) return [directory];
  const entries = await readdir(directory, { withFileTypes: true }).catch((cause: unknown) => {
    throw manifestMissing(`plugin folder ${directory} cannot be read`, { place: { file: directory }, cause, hint: 'Mend "plugins:" in jackfield.yaml: it names the folders of plugin packages, those that come with Jackfield are in its own plugins folder.' });
  });
  return entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules').map((entry) => join(directory, entry.name)).sort();
}

/** Reads all plugins of the folders. A broken one is listed with its error; the others work. */
export async function readCatalogue(directories: readonly string[]): Promise<PluginCatalogue> {
  const found = new Map<string, InstalledPlugin>();
  const refused: { directory: string; error: Error }[] = [];
  const report = (directory: string, error: Error): void => void refused.push({ directory, error });

  for (const directory of directories) {
    const folders = await pluginFolders(directory).catch((error: Error) => {
      report(directory, error);
      return [];
    });
    for (const folder of folders) {
      try {
        const plugin = await readPlugin(folder);
        const key = `${plugin.id}@${plugin.version}`;
        const twin = found.get(key);
        if (twin !== undefined) throw duplicatePlugin(`${key} is in ${twin.directory} and in ${folder}`, { place: { file: folder } });
        found.set(key, plugin);
      } catch (error) {
        report(folder, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }

  const plugins = await connectPoints([...found.values()], report);
  return {
    plugins,
    refused,
    find(id, range) {
      return (
        plugins
          .filter((plugin) => plugin.id === id && (range === undefined || range === null || satisfies(plugin.version, range, { includePrerelease: true })))
          .sort((a, b) => rcompare(a.version, b.version))[0] ?? null
      );
    },
  };
}
