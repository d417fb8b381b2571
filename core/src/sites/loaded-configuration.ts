import type { Json, JsonObject } from '@jackfield/sdk';
import { permissionsSchema } from '@jackfield/sdk/manifest';
import { explainPath, isMapping, merge, mergeMappings, valueAt, type Layer } from './cascade.ts';
import type { Configuration, DaemonSettings, Enablement, Explanation, Organization, Scope, SettingDefaults, Site } from './configuration.ts';
import { scopeUnknown } from './errors.ts';
import { requireKnownKey } from './known-keys.ts';
import type { NetworkTable } from './networks.ts';
import type { SettingSchemas } from './setting-defaults.ts';

/** The layers as the files give them, each by the name of its place. */
export interface LayerTables {
  readonly defaults: Layer;
  readonly organization: Layer;
  readonly regions: ReadonlyMap<string, Layer>;
  readonly districts: ReadonlyMap<string, Layer>;
  readonly sites: ReadonlyMap<string, Layer>;
  /** By site, then by name. */
  readonly devices: ReadonlyMap<string, ReadonlyMap<string, Layer>>;
  readonly policy: Layer;
}

export interface LoadedParts extends Pick<Configuration, 'directory' | 'etag' | 'daemon' | 'organization' | 'sites' | 'pluginLock' | 'trust'> {
  readonly layers: LayerTables;
  readonly networks: NetworkTable<Site>;
  readonly schemas: SettingSchemas;
}

/** What a plugin has that nobody enabled. */
const nothingEnabled: JsonObject = { enabled: false, version: null, grant: 'read', calls: false };

export class LoadedConfiguration implements Configuration {
  readonly directory: string;
  readonly etag: string;
  readonly daemon: DaemonSettings;
  readonly organization: Organization;
  readonly sites: ReadonlyMap<string, Site>;
  readonly pluginLock: Configuration['pluginLock'];
  readonly trust: Configuration['trust'];
  /** What it was made of: to make another one that differs in a few layers. */
  readonly parts: LoadedParts;
  readonly #layers: LayerTables;
  readonly #networks: NetworkTable<Site>;
  readonly #schemas: SettingSchemas;
  // One merged tree a place, so that the same question gives the same object each time.
  readonly #merged = new Map<string, JsonObject>();
  readonly #enablements = new WeakMap<JsonObject, Map<string, Enablement>>();

  constructor(parts: LoadedParts) {
    this.parts = parts;
    this.directory = parts.directory;
    this.etag = parts.etag;
    this.daemon = parts.daemon;
    this.organization = parts.organization;
    this.sites = parts.sites;
    this.pluginLock = parts.pluginLock;
    this.trust = parts.trust;
    this.#layers = parts.layers;
    this.#networks = parts.networks;
    this.#schemas = parts.schemas;
  }

  setting(key: string, scope: Scope): Json | undefined {
    const path = key.split('.');
    const value = valueAt(this.#tree(scope), path);
    if (value !== undefined || path[0] !== 'plugins' || path.length !== 3) return value;
    return valueAt(nothingEnabled, path.slice(2));
  }

  pluginSettings(plugin: string, scope: Scope): JsonObject {
    const settings = valueAt(this.#tree(scope), ['plugins', plugin, 'settings']);
    return isMapping(settings) ? settings : {};
  }

  enablement(plugin: string, scope: Scope): Enablement {
    const tree = this.#tree(scope);
    const known = this.#enablements.get(tree) ?? new Map<string, Enablement>();
    this.#enablements.set(tree, known);
    const enablement = known.get(plugin) ?? enablementOf(valueAt(tree, ['plugins', plugin]));
    known.set(plugin, enablement);
    return enablement;
  }

  explain(key: string, scope: Scope, defaults?: SettingDefaults): Explanation {
    const path = key.split('.');
    requireKnownKey(path, this.#schemas);
    const layers = this.layersAt(scope);
    if (layers === null) throw scopeUnknown(`there is no ${describe(scope)}`, scope.level === 'site' ? { hint: `Sites: ${[...this.sites.keys()].join(', ')}.` } : {});
    const [root, plugin] = path;
    const builtIn: Layer | null =
      root === 'plugins' && plugin !== undefined && path.length > 2 && path[2] !== 'settings' && path[2] !== 'checks'
        ? { layer: 'default', name: 'jackfield', tree: { plugins: { [plugin]: nothingEnabled } }, place: () => null }
        : null;
    const weakest = [...(builtIn === null ? [] : [builtIn]), ...(defaults === undefined ? [] : [{ layer: 'default' as const, ...defaults }])];
    const given = this.setting(key, scope);
    const own = defaults === undefined ? undefined : valueAt(defaults.tree, path);
    return { key, value: own === undefined || given === undefined ? (given ?? own) : merge(own, given), layers: explainPath([...weakest, ...layers], path) };
  }

  siteOf(address: string): Site | null {
    return this.#networks.find(address);
  }

  /** Weakest first; null for a place that the configuration does not have. */
  layersAt(scope: Scope): readonly Layer[] | null {
    const { defaults, organization, regions, districts, sites, devices, policy } = this.#layers;
    const tree = this.organization.regions;
    const around = (region: string | undefined, district?: string, ...rest: (Layer | undefined)[]): readonly Layer[] | null => {
      if (region === undefined) return null;
      const inner = [regions.get(region), district === undefined ? undefined : districts.get(district), ...rest];
      return [defaults, organization, ...inner.filter((layer) => layer !== undefined), policy];
    };
    switch (scope.level) {
      case 'organization':
        return [defaults, organization, policy];
      case 'region':
        return around(tree.find(({ id }) => id === scope.region)?.id);
      case 'district':
        return around(tree.find((region) => region.districts.some(({ id }) => id === scope.district))?.id, scope.district);
      case 'site':
      case 'device': {
        const site = this.sites.get(scope.site);
        const device = scope.level === 'device' ? devices.get(scope.site)?.get(scope.device) : undefined;
        return around(site?.region, site?.district, sites.get(scope.site), device);
      }
    }
  }

  #tree(scope: Scope): JsonObject {
    // A device that no file names has just what its site has.
    const place: Scope =
      scope.level === 'device' && this.#layers.devices.get(scope.site)?.has(scope.device) !== true ? { level: 'site', site: scope.site } : scope;
    const key = JSON.stringify(place);
    const known = this.#merged.get(key);
    if (known !== undefined) return known;
    const layers = this.layersAt(place);
    // A place that is gone (a device of a removed site) has no settings and no plugin; it is not remembered either.
    if (layers === null) return {};
    const merged = layers.reduce<JsonObject>((weak, { tree }) => mergeMappings(weak, tree), {});
    this.#merged.set(key, merged);
    return merged;
  }
}

function enablementOf(value: Json | undefined): Enablement {
  const { enabled, version, grant, calls } = { ...nothingEnabled, ...(isMapping(value) ? value : {}) };
  return {
    enabled: enabled === true,
    version: typeof version === 'string' ? version : null,
    grant: grant === 'write' || grant === 'read' ? grant : permissionsSchema.parse(grant),
    calls: calls === true,
  };
}

function describe(scope: Scope): string {
  switch (scope.level) {
    case 'organization':
      return 'organization';
    case 'region':
      return `region ${scope.region}`;
    case 'district':
      return `district ${scope.district}`;
    default:
      return `site ${scope.site}`;
  }
}
