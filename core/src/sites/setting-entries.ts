import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping, valueAt, type Layer } from './cascade.ts';
import type { Configuration, Scope, SettingLayer, SourcePlace } from './configuration.ts';
import { LoadedConfiguration, type LayerTables } from './loaded-configuration.ts';

/** One value that one layer of the cascade sets: what a line of a file says. */
export interface SettingEntry {
  readonly layer: SettingLayer['layer'];
  /** Name of the region, district, …. */
  readonly name: string;
  /** Steps from the root, such as `transports`, `snmp`, `port`. */
  readonly path: readonly string[];
  readonly value: Json;
  readonly place: SourcePlace | null;
}

/** What a layer is to say instead; undefined for nothing. */
export interface SettingEdit extends Pick<SettingEntry, 'layer' | 'name' | 'path'> {
  readonly value: Json | undefined;
}

function leaves(tree: JsonObject, path: readonly string[] = []): { readonly path: readonly string[]; readonly value: Json }[] {
  return Object.entries(tree).flatMap(([key, value]) => (isMapping(value) ? leaves(value, [...path, key]) : [{ path: [...path, key], value }]));
}

/** Everything that files say about a place, weakest layer first; what a stronger one hides is among it. */
export function settingEntries(configuration: Configuration, scope: Scope): readonly SettingEntry[] {
  const layers = configuration instanceof LoadedConfiguration ? (configuration.layersAt(scope) ?? []) : [];
  return layers.filter(({ layer }) => layer !== 'default').flatMap(({ layer, name, tree, place }) =>
    leaves(tree).map(({ path, value }) => ({ layer, name, path, value, place: place(path) })));
}

/** Where the strongest layer says it; of what stands in a list, the very entry. */
export function placeOfSetting(configuration: Configuration, path: readonly (string | number)[], scope: Scope): SourcePlace | null {
  const layers = configuration instanceof LoadedConfiguration ? (configuration.layersAt(scope) ?? []) : [];
  const list = path.findIndex((step) => typeof step === 'number');
  const inMappings = path.slice(0, list < 0 ? path.length : list).map(String);
  return layers.findLast(({ tree }) => valueAt(tree, inMappings) !== undefined)?.place(path) ?? null;
}

/** The same configuration with some layers saying something else: in memory, no file is touched. */
export function alteredConfiguration(configuration: Configuration, edits: readonly SettingEdit[]): Configuration {
  if (!(configuration instanceof LoadedConfiguration) || edits.length === 0) return configuration;
  const alter = (layer: Layer): Layer => {
    const own = edits.filter((edit) => edit.layer === layer.layer && edit.name === layer.name);
    return own.length === 0 ? layer : { ...layer, tree: own.reduce((tree, { path, value }) => withValue(tree, path, value), layer.tree) };
  };
  const all = (layers: ReadonlyMap<string, Layer>): ReadonlyMap<string, Layer> => new Map([...layers].map(([key, layer]) => [key, alter(layer)]));
  const { defaults, organization, regions, districts, sites, devices, policy } = configuration.parts.layers;
  const layers: LayerTables = {
    defaults, organization: alter(organization), regions: all(regions), districts: all(districts), sites: all(sites),
    devices: new Map([...devices].map(([site, named]) => [site, all(named)])), policy: alter(policy),
  };
  return new LoadedConfiguration({ ...configuration.parts, layers });
}

function withValue(tree: JsonObject, [key = '', ...rest]: readonly string[], value: Json | undefined): JsonObject {
  const { [key]: here, ...others } = tree;
  if (rest.length === 0) return value === undefined ? others : { ...tree, [key]: value };
  const below = withValue(isMapping(here) ? here : {}, rest, value);
  // A mapping that has become empty says nothing more.
  return Object.keys(below).length === 0 ? others : { ...tree, [key]: below };
}

/** One thing that is said otherwise than before. */
export interface SettingChange extends Omit<SettingEntry, 'value'> {
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What files say now about a place and did not, or otherwise, before. A layer that is gone cannot be given back and is left out. */
export function settingChanges(before: Configuration, after: Configuration, scope: Scope): readonly SettingChange[] {
  const key = ({ layer, name, path }: SettingEntry): string => JSON.stringify([layer, name, path]);
  const then = new Map(entriesOrNone(before, scope).map((entry) => [key(entry), entry]));
  const now = new Map(settingEntries(after, scope).map((entry) => [key(entry), entry]));
  const layers = after instanceof LoadedConfiguration ? (after.layersAt(scope) ?? []) : [];
  const changed = [...now.values()].flatMap((entry): SettingChange[] => {
    const { value, ...where } = entry;
    const old = then.get(key(entry))?.value;
    return JSON.stringify(old) === JSON.stringify(value) ? [] : [{ ...where, before: old, after: value }];
  });
  const gone = [...then.values()].flatMap((entry): SettingChange[] => {
    const { value, ...where } = entry;
    const layer = layers.find((one) => one.layer === where.layer && one.name === where.name);
    // A mapping stands there now, or what is deeper: told with that.
    if (now.has(key(entry)) || layer === undefined || valueAt(layer.tree, where.path) !== undefined) return [];
    return [{ ...where, place: layer.place(where.path), before: value, after: undefined }];
  });
  return [...changed, ...gone];
}

/** A place that the earlier configuration did not have said nothing. */
function entriesOrNone(configuration: Configuration, scope: Scope): readonly SettingEntry[] {
  return scope.level === 'site' || scope.level === 'device' ? (configuration.sites.has(scope.site) ? settingEntries(configuration, scope) : []) : settingEntries(configuration, scope);
}
