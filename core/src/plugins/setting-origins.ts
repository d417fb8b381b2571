import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { SourceFile, type Configuration, type Explanation, type Scope, type SettingDefaults } from '../sites/index.ts';
import type { InstalledPlugin, PluginCatalogue } from './installed-plugin.ts';
import { requirePluginKey } from './plugin-keys.ts';
import { compileSchema } from './schema-validation.ts';

/** The value of a key with every layer that sets it: what a plugin gives when nobody says anything is the weakest. */
export async function explainKey(key: string, catalogue: PluginCatalogue, configuration: Configuration, scope: Scope): Promise<Explanation> {
  requirePluginKey(key, catalogue, configuration, scope);
  const [root, id, part] = key.split('.');
  if (root !== 'plugins' || id === undefined || (part !== 'checks' && part !== 'settings')) return configuration.explain(key, scope);
  const plugin = catalogue.find(id, configuration.enablement(id, scope).version) ?? catalogue.find(id);
  return configuration.explain(key, scope, plugin === null ? undefined : part === 'checks' ? await checkDefaults(plugin) : await settingDefaults(plugin));
}

async function checkDefaults({ id, directory, manifest }: InstalledPlugin): Promise<SettingDefaults> {
  const checks = Object.fromEntries(Object.entries(manifest.contributes.checks).map(([name, { every }]) => [name, { every }]));
  const file = await fileOf(directory, 'package.json');
  return { name: id, tree: { plugins: { [id]: { checks } } }, place: (path) => file.place(['jackfield', 'contributes', ...path.slice(2)]) };
}

async function settingDefaults({ id, directory, manifest, settingsSchema }: InstalledPlugin): Promise<SettingDefaults | undefined> {
  const { settings } = manifest.contributes;
  if (settingsSchema === null || settings === undefined) return undefined;
  const tree: JsonObject = { plugins: { [id]: { settings: compileSchema(settingsSchema, id).withDefaults({}) } } };
  const file = await fileOf(directory, settings);
  return { name: id, tree, place: (path) => file.place([...path.slice(3).flatMap((step) => ['properties', step]), 'default']) };
}

/** JSON is YAML: the lines come from the same reader. */
async function fileOf(directory: string, name: string): Promise<SourceFile> {
  const file = join(directory, name);
  return new SourceFile(file, await readFile(file, 'utf8'));
}
