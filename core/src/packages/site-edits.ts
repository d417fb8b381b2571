import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean, setInYaml, type Configuration, type Scope, type SettingLayer } from '../sites/index.ts';
import { siteUnknown } from './errors.ts';

const organizationFile = 'organization.yaml';

export function requireSite({ sites }: Configuration, site: string): void {
  if (sites.has(site)) return;
  const meant = didYouMean(site, sites.keys());
  throw siteUnknown(`there is no site ${site}`, { hint: meant === null ? `Sites: ${[...sites.keys()].join(', ')}.` : `Did you mean ${meant}?` });
}

/** Every site and named device at which a plugin is enabled, and the layers that say so. */
export function enabledAt(configuration: Configuration, id: string): { readonly places: readonly string[]; readonly layers: readonly { readonly layer: SettingLayer; readonly site: string }[] } {
  const places: string[] = [];
  const layers = new Map<string, { layer: SettingLayer; site: string }>();
  for (const site of configuration.sites.values()) {
    const scopes: Scope[] = [{ level: 'site', site: site.id }, ...site.devices.map(({ name }): Scope => ({ level: 'device', site: site.id, device: name }))];
    for (const scope of scopes) {
      if (!configuration.enablement(id, scope).enabled) continue;
      places.push(scope.level === 'device' ? `${site.id}/${scope.device}` : site.id);
      for (const layer of configuration.explain(`plugins.${id}.enabled`, scope).layers) {
        if (layer.value === true) layers.set(`${layer.layer} ${layer.name} ${layer.place?.file ?? ''}`, { layer, site: site.id });
      }
    }
  }
  return { places, layers: [...layers.values()] };
}

/** Where it is written that a plugin is enabled, such as `sites/leeds.yaml:9`. */
export function enablingPlaces(layers: ReturnType<typeof enabledAt>['layers']): readonly string[] {
  return layers.map(({ layer: { place, layer, name } }) => (place?.file === undefined ? `${layer} ${name}` : [place.file, place.line].filter((part) => part !== undefined).join(':')));
}

/** What takes a plugin out of every place at which it is enabled: commands where they do, else the lines that say so. */
export function disablingHint(configuration: Configuration, id: string): string {
  const { layers } = enabledAt(configuration, id);
  const forced = 'or give --force, which disables it wherever that is said';
  if (layers.every(({ layer }) => layer.layer === 'site')) return `Disable it: ${layers.map(({ site }) => `"jackfield plugin disable ${id} --site ${site}"`).join(', ')}; ${forced}.`;
  return `Take it out of ${enablingPlaces(layers).join(', ')}; ${forced}.`;
}

/** The file of a layer, and where the plugins stand in it. */
function placeOf(configuration: Configuration, { layer, name }: SettingLayer, site: string): { readonly file: string; readonly path: readonly (string | number)[] } {
  const { regions } = configuration.organization;
  switch (layer) {
    case 'region':
      return { file: organizationFile, path: ['regions', name, 'plugins'] };
    case 'district':
      return { file: organizationFile, path: ['regions', regions.find(({ districts }) => districts.some(({ id }) => id === name))?.id ?? '', 'districts', name, 'plugins'] };
    case 'policy':
      return { file: organizationFile, path: ['policy', 'plugins'] };
    case 'site':
      return { file: `sites/${site}.yaml`, path: ['plugins'] };
    case 'device':
      return { file: `sites/${site}.yaml`, path: ['devices', configuration.sites.get(site)?.devices.findIndex((device) => device.name === name) ?? 0, 'plugins'] };
    default:
      return { file: organizationFile, path: ['plugins'] };
  }
}

/** The files as they will be when these keys of a plugin are set at a site. */
export async function editSite(directory: string, site: string, id: string, values: { readonly [key: string]: string | boolean }): Promise<ReadonlyMap<string, string>> {
  const file = `sites/${site}.yaml`;
  let text = await readFile(join(directory, file), 'utf8');
  for (const [key, value] of Object.entries(values)) text = setInYaml(text, ['plugins', id, key], value);
  return new Map([[file, text]]);
}

/** The files as they will be when the plugin is enabled nowhere. */
export async function disableEverywhere(configuration: Configuration, id: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { layer, site } of enabledAt(configuration, id).layers) {
    const { file, path } = placeOf(configuration, layer, site);
    const text = texts.get(file) ?? (await readFile(join(configuration.directory, file), 'utf8'));
    texts.set(file, setInYaml(text, [...path, id, 'enabled'], false));
  }
  return texts;
}
