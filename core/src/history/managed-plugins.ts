import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin, PluginCatalogue } from '../plugins/index.ts';
import type { ConfigurationService } from '../sites/index.ts';

interface Needs {
  readonly catalogue: Pick<PluginCatalogue, 'find'>;
  readonly configuration: Pick<ConfigurationService, 'current'>;
}

/** The plugins that manage a device and are enabled for it, in the version that is. */
export function managedPlugins(device: ManagedDevice, { catalogue, configuration: { current } }: Needs): readonly InstalledPlugin[] {
  const ids = [...new Set(device.plugins.map(({ id }) => id))].sort();
  return ids.flatMap((id) => {
    const { enabled, version } = current.enablement(id, { level: 'device', site: device.site, device: device.name });
    return enabled ? (catalogue.find(id, version) ?? []) : [];
  });
}
