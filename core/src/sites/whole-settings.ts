import type { JackfieldError } from '../errors/index.ts';
import { complaints, partialComplaints, type Complaint } from './complaints.ts';
import type { Configuration, Scope, SourcePlace } from './configuration.ts';
import { valueInvalid } from './errors.ts';
import type { LoadedConfiguration } from './loaded-configuration.ts';
import type { SettingSchemas } from './setting-defaults.ts';

/**
 * What is wrong once the layers are put together, as each of them may leave out what another says: a key that none of them
 * has, two ways at once. What is wrong in one layer was told where it stands.
 */
export function wholeSettingErrors(configuration: LoadedConfiguration, schemas: SettingSchemas): readonly JackfieldError[] {
  const found = new Map<string, JackfieldError>();
  for (const [key, schema] of Object.entries(schemas)) {
    for (const scope of scopesThatSay(configuration, key)) {
      const value = configuration.setting(key, scope);
      const wrong = value === undefined ? [] : complaints(schema, value);
      if (wrong.length === 0) continue;
      const told = new Set((configuration.layersAt(scope) ?? []).flatMap(({ tree }) => (tree[key] === undefined ? [] : partialComplaints(schema, tree[key]).map(pathOf))));
      for (const { path, message } of wrong.filter((one) => !told.has(pathOf(one)))) {
        const whole = [key, ...path.map(String)];
        const place = placeOf(configuration, whole, scope);
        const error = valueInvalid(`${whole.join('.')}: ${message}`, place === null ? {} : { place });
        found.set(`${error.where} ${error.message}`, error);
      }
    }
  }
  return [...found.values()];
}

const pathOf = ({ path }: Complaint): string => path.map(String).join('.');

/** The organization, and each place that has another value than what lies above it. */
function scopesThatSay({ sites, parts: { layers } }: LoadedConfiguration, key: string): readonly Scope[] {
  const says = (layer: { readonly tree: object } | undefined): boolean => layer !== undefined && Object.hasOwn(layer.tree, key);
  const own = ({ region, district, id }: { readonly region: string; readonly district: string; readonly id: string }): boolean =>
    says(layers.regions.get(region)) || says(layers.districts.get(district)) || says(layers.sites.get(id));
  return [
    { level: 'organization' },
    ...[...sites.values()].flatMap((site): Scope[] => [
      ...(own(site) ? [{ level: 'site', site: site.id } as const] : []),
      ...site.devices.flatMap(({ name }): Scope[] => (says(layers.devices.get(site.id)?.get(name)) ? [{ level: 'device', site: site.id, device: name }] : [])),
    ]),
  ];
}

/** Where the strongest layer says it; of what no layer says, where that stands which lacks it. */
function placeOf(configuration: Pick<Configuration, 'explain'>, path: readonly string[], scope: Scope): SourcePlace | null {
  for (let length = path.length; length > 0; length -= 1) {
    const place = strongest(configuration, path.slice(0, length), scope);
    if (place !== null) return place;
  }
  return null;
}

function strongest(configuration: Pick<Configuration, 'explain'>, path: readonly string[], scope: Scope): SourcePlace | null {
  try {
    return configuration.explain(path.join('.'), scope).layers.findLast(({ place }) => place !== null)?.place ?? null;
  } catch {
    // A key that nothing reads, or one inside a list: the one above it has a place.
    return null;
  }
}
