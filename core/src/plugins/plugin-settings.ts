import { SettingsInvalid, type JsonObject } from '@jackfield/sdk';
import type { HostEventMap } from '../events/index.ts';
import { placeOfSetting, type Configuration, type Scope } from '../sites/index.ts';
import { withDeviceEntries, type DeviceEntry, type DevicesAt } from './device-entries.ts';
import type { InstalledPlugin } from './installed-plugin.ts';
import { compileSchema, complaintText, understood } from './schema-validation.ts';

/**
 * Settings of plugins per device: the cascade over the defaults of the plugin's schema, checked by it. A reload refuses
 * what is wrong; a host that starts with it works with the rest, for a site that nobody looks at is worse.
 */
export class PluginSettings {
  // One snapshot of the configuration gives the same settings each time; a reload makes a new snapshot.
  #known = new WeakMap<Configuration, Map<string, JsonObject>>();
  readonly #devicesAt: DevicesAt;
  readonly #onDevices: (told: HostEventMap['settings.devices']) => void;
  /** The names that each entry last stood for. */
  readonly #told = new Map<string, string>();

  /** `onDevices` hears for which devices an entry stands, at first and whenever they are others. */
  constructor(devicesAt: DevicesAt, onDevices: (told: HostEventMap['settings.devices']) => void) {
    this.#devicesAt = devicesAt;
    this.#onDevices = onDevices;
  }

  /** `whole`: nothing may be left out, as where a change is planned. */
  settings(configuration: Configuration, plugin: InstalledPlugin, scope: Scope, whole: boolean): JsonObject {
    const known = this.#known.get(configuration) ?? new Map<string, JsonObject>();
    this.#known.set(configuration, known);
    const key = JSON.stringify([plugin.id, plugin.version, scope, whole]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const { settings: given, entries } = withDeviceEntries(plugin, configuration, scope, this.#devicesAt);
    const settings = valid(given, plugin, whole);
    // What stands for devices is another one whenever the inventory is.
    if (entries.length === 0) known.set(key, settings);
    for (const entry of entries) this.#tell(entry, configuration, plugin, scope);
    return settings;
  }

  #tell({ path, names }: DeviceEntry, configuration: Configuration, { id: plugin }: InstalledPlugin, scope: Scope): void {
    const whole = ['plugins', plugin, 'settings', ...path];
    const key = whole.join('.');
    const of = scope.level === 'device' ? scope.device : '';
    const said = JSON.stringify(names);
    if (this.#told.get(`${of} ${key}`) === said) return;
    this.#told.set(`${of} ${key}`, said);
    const place = placeOfSetting(configuration, whole, scope);
    this.#onDevices({ plugin, device: of, key, where: place === null ? '' : `${place.file}:${place.line}:${place.column}`, names });
  }
}

function valid(given: JsonObject, plugin: InstalledPlugin, whole: boolean): JsonObject {
  if (plugin.settingsSchema === null) return given;
  const schema = compileSchema(plugin.settingsSchema, plugin.id);
  const complaints = schema.complaints(given);
  if (complaints.length === 0) return schema.withDefaults(given);
  const rest = whole ? null : understood(schema, given);
  if (rest === null) {
    throw new SettingsInvalid(`settings of ${plugin.id}: ${complaints.map(complaintText).join('; ')}`, {
      hint: `"jackfield explain plugins.${plugin.id}.settings" shows which file set what.`,
    });
  }
  return schema.withDefaults(rest);
}
