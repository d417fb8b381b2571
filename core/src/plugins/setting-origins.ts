import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { placeOfSetting, SourceFile, type Configuration, type Explanation, type Scope, type SettingDefaults, type StandsForDevices } from '../sites/index.ts';
import { withDeviceEntries, type DevicesAt } from './device-entries.ts';
import type { InstalledPlugin, PluginCatalogue } from './installed-plugin.ts';
import { requirePluginKey } from './plugin-keys.ts';
import { compileSchema } from './schema-validation.ts';

/**
 * The value of a key with every layer that sets it: what a plugin gives when nobody says anything is the weakest.
 * `devicesAt`: of what entries stand for; null where nobody knows the devices.
 */
export async function explainKey(key: string, catalogue: PluginCatalogue, configuration: Configuration, scope: Scope, devicesAt: DevicesAt | null): Promise<Explanation> {
  requirePluginKey(key, catalogue, configuration, scope);
  const [root, id, part] = key.split('.');
  if (root !== 'plugins' || id === undefined || (part !== 'checks' && part !== 'settings')) return configuration.explain(key, scope);
  const plugin = catalogue.find(id, configuration.enablement(id, scope).version) ?? catalogue.find(id);
  if (plugin === null) return configuration.explain(key, scope);
  if (part === 'checks') return configuration.explain(key, scope, await checkDefaults(plugin));
  const explanation = configuration.explain(key, scope, await settingDefaults(plugin));
  const devices = standIns(key, plugin, configuration, scope, devicesAt);
  return devices.length === 0 ? explanation : { ...explanation, devices };
}

/** What under the key stands for devices. */
function standIns(key: string, plugin: InstalledPlugin, configuration: Configuration, scope: Scope, devicesAt: DevicesAt | null): readonly StandsForDevices[] {
  return withDeviceEntries(plugin, configuration, scope, devicesAt).entries.flatMap(({ path, names }) => {
    const whole = ['plugins', plugin.id, 'settings', ...path];
    const name = whole.join('.');
    return name.startsWith(`${key}.`) ? [{ key: name, place: placeOfSetting(configuration, whole, scope), names: devicesAt === null ? null : names }] : [];
  });
}

async function checkDefaults({ id, directory, manifest }: InstalledPlugin): Promise<SettingDefaults> {
  const checks = Object.fromEntries(Object.entries(manifest.contributes.checks).map(([name, { every }]) => [name, { every }]));
  const file = await fileOf(directory, 'package.json');
  return { name: id, tree: { plugins: { [id]: { checks } } }, place: (path) => file.place(['jackfield', 'contributes', ...path.slice(2)]) };
}

/** A form asks for each key: the files of a plugin are read once for all of them. */
const known = new WeakMap<InstalledPlugin, Promise<SettingDefaults | undefined>>();

function settingDefaults(plugin: InstalledPlugin): Promise<SettingDefaults | undefined> {
  const read = known.get(plugin) ?? readSettingDefaults(plugin);
  known.set(plugin, read);
  // A file that could not be read may be there the next time.
  read.catch(() => known.delete(plugin));
  return read;
}

async function readSettingDefaults({ id, directory, manifest, settingsSchema }: InstalledPlugin): Promise<SettingDefaults | undefined> {
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
