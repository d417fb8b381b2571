import { deviceKinds, type Json, type JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { Configuration, Scope } from '../sites/index.ts';
import type { InstalledPlugin } from './installed-plugin.ts';
import type { SchemaComplaint } from './schema-validation.ts';

const text = z.string().min(1);

/** Devices by what they are, not by name. */
export const deviceSelectionSchema = z
  .strictObject({
    site: text.optional(),
    kind: z.enum(deviceKinds).optional(),
    labels: z.record(text, z.string()).optional(),
  })
  .refine((given) => Object.keys(given).length > 0, 'a selection by site, kind or labels');

export type DeviceSelection = z.infer<typeof deviceSelectionSchema>;

/** As much of a device as settings of a plugin may name. */
export interface SelectableDevice {
  readonly name: string;
  readonly kind: string;
  readonly labels: { readonly [label: string]: string };
}

/** The devices of a site, as the inventory has them now. */
export type DevicesAt = (site: string) => readonly SelectableDevice[];

/** Whether a device is of the kind and has the labels; its site is the caller's to look at. */
export function isSelected({ kind, labels }: SelectableDevice, wanted: Omit<DeviceSelection, 'site'>): boolean {
  return (wanted.kind === undefined || kind === wanted.kind) && Object.entries(wanted.labels ?? {}).every(([label, value]) => labels[label] === value);
}

/** An entry of a list that stands for one of its kind for each device of a selection. */
export interface DeviceEntry {
  /** Steps into the settings as files give them. */
  readonly path: readonly (string | number)[];
  readonly names: readonly string[];
}

export interface ExpandedSettings {
  readonly settings: JsonObject;
  readonly entries: readonly DeviceEntry[];
  /** Selections that select nothing a plugin may hear of; their entries are left as they are. */
  readonly complaints: readonly SchemaComplaint[];
}

function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function filled(value: Json, name: string): Json {
  if (typeof value === 'string') return value.replaceAll('${name}', name);
  if (Array.isArray(value)) return value.map((part: Json) => filled(part, name));
  return isMapping(value) ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filled(part, name)])) : value;
}

/** Follows schema and value together: a list whose schema says `x-devices` may have entries with `devices`. */
class Expansion {
  readonly entries: DeviceEntry[] = [];
  readonly complaints: SchemaComplaint[] = [];
  readonly #select: (selection: DeviceSelection) => readonly string[] | string;

  /** @param select the names selected, or why it may not be */
  constructor(select: (selection: DeviceSelection) => readonly string[] | string) {
    this.#select = select;
  }

  mapping(schema: Json | undefined, value: JsonObject, path: readonly (string | number)[]): JsonObject {
    const properties = isMapping(schema) && isMapping(schema.properties) ? schema.properties : {};
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#value(Object.hasOwn(properties, key) ? properties[key] : undefined, inner, [...path, key])]));
  }

  #value(schema: Json | undefined, value: Json, path: readonly (string | number)[]): Json {
    if (!isMapping(schema)) return value;
    if (isMapping(value)) return this.mapping(schema, value, path);
    if (!Array.isArray(value)) return value;
    const { 'x-devices': named, items } = schema;
    return value.flatMap((entry: Json, at) => this.#entry(entry, typeof named === 'string' ? named : null, [...path, at]).map((one) => this.#value(items, one, [...path, at])));
  }

  #entry(entry: Json, named: string | null, path: readonly (string | number)[]): readonly Json[] {
    if (named === null || !isMapping(entry) || entry.devices === undefined) return [entry];
    const { devices, ...rest } = entry;
    const selection = deviceSelectionSchema.safeParse(devices);
    const names = selection.success ? this.#select(selection.data) : z.prettifyError(selection.error).replaceAll('\n', ' ');
    if (typeof names === 'string') {
      this.complaints.push({ path: [...path, 'devices'], message: names });
      return [entry];
    }
    this.entries.push({ path, names });
    return names.map((name) => ({ [named]: name, ...Object.fromEntries(Object.entries(rest).map(([key, part]) => [key, filled(part, name)])) }));
  }
}

/**
 * A plugin's settings with each entry that stands for devices put in as one for each of them. A plugin hears names only, of
 * devices of the very site, or of another one where it is enabled. `devicesAt` null: nobody knows the devices, and a name
 * made up stands for each selection, so that everything else can be looked at.
 */
export function withDeviceEntries({ id, settingsSchema }: Pick<InstalledPlugin, 'id' | 'settingsSchema'>, configuration: Pick<Configuration, 'pluginSettings' | 'enablement' | 'sites'>, scope: Scope, devicesAt: DevicesAt | null): ExpandedSettings {
  const own = scope.level === 'site' || scope.level === 'device' ? scope.site : null;
  const expansion = new Expansion(({ site = own, ...wanted }) => {
    if (site !== null && !configuration.sites.has(site)) return `there is no site ${site}`;
    if (site !== null && site !== own && !configuration.enablement(id, { level: 'site', site }).enabled) return `${id} is not enabled at ${site}: it may not hear of devices there`;
    if (devicesAt === null) return ['device'];
    return site === null ? [] : devicesAt(site).filter((device) => isSelected(device, wanted)).map(({ name }) => name).toSorted();
  });
  const settings = expansion.mapping(settingsSchema ?? undefined, configuration.pluginSettings(id, scope), []);
  return { settings, entries: expansion.entries, complaints: expansion.complaints };
}
