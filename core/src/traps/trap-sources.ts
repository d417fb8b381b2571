import type { Inventory } from '../inventory/index.ts';
import type { Configuration } from '../sites/index.ts';
import { transportSettings, type TrapSource } from '../transports/index.ts';

/** Every address of a known device that lies in the networks of its site, with the credentials of its place. */
export function trapSources(inventory: Pick<Inventory, 'devices'>, configuration: Pick<Configuration, 'setting' | 'siteOf'>): TrapSource[] {
  const sources = new Map<string, TrapSource>();
  for (const { id, name, site, address: own, addresses } of inventory.devices()) {
    const { credentials = [] } = transportSettings(configuration.setting('transports', { level: 'device', site, device: name })).snmp;
    const source = { device: id, credentials: typeof credentials === 'string' ? [credentials] : credentials };
    for (const address of new Set([own, ...addresses])) {
      if (address === '' || configuration.siteOf(address)?.id !== site) continue;
      // Two that say they have the address: it is the one's that answers there.
      if (address === own || !sources.has(address)) sources.set(address, { ...source, address });
    }
  }
  return [...sources.values()];
}
