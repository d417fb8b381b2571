import type { Configuration, ConfigurationService } from '../../sites/index.ts';
import type { Sees } from './sees.ts';

/** A configuration of the sites in sight, and of the regions and districts that hold one of them. */
function inSight(current: Configuration, sees: Sees): Configuration {
  const sites = new Map([...current.sites].filter(([id]) => sees(id)));
  const held = new Set([...sites.values()].map(({ district }) => district));
  const regions = current.organization.regions
    .map((region) => ({ ...region, districts: region.districts.filter(({ id }) => held.has(id)) }))
    .filter(({ districts }) => districts.length > 0);
  return {
    directory: current.directory, etag: current.etag, daemon: current.daemon, pluginLock: current.pluginLock, trust: current.trust,
    organization: { ...current.organization, regions }, sites,
    setting: (key, scope) => current.setting(key, scope),
    pluginSettings: (plugin, scope) => current.pluginSettings(plugin, scope),
    enablement: (plugin, scope) => current.enablement(plugin, scope),
    explain: (key, scope, defaults) => current.explain(key, scope, defaults),
    siteOf(address) {
      const site = current.siteOf(address);
      return site !== null && sees(site.id) ? site : null;
    },
  };
}

export function configurationInSight(service: ConfigurationService, sees: Sees): ConfigurationService {
  return {
    get current() {
      return inSight(service.current, sees);
    },
    reload: (person) => service.reload(person),
    get settingsSchema() {
      return service.settingsSchema;
    },
    write: (write, person) => service.write(write, person),
    check: (file, text) => service.check(file, text),
    participate: (participant) => service.participate(participant),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
