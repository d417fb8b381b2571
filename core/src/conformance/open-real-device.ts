import { isIP } from 'node:net';
import { createHostEvents } from '../events/index.ts';
import { loadConfiguration, type Configuration, type Scope, type SettingSchemas } from '../sites/index.ts';
import type { RealDevice } from '../test-host/index.ts';
import { createTransports, transportSettings } from '../transports/index.ts';
import { noSuchDevice } from './errors.ts';

interface Place {
  readonly site: string;
  readonly address: string;
  readonly scope: Scope;
}

/** Where a device is: by the name that a site's file gives it, or by its address. */
function placeOf({ sites, siteOf }: Pick<Configuration, 'sites' | 'siteOf'>, name: string): Place | null {
  for (const { id, devices } of sites.values()) {
    const declared = devices.find((device) => device.name === name);
    if (declared !== undefined && declared.address !== null) return { site: id, address: declared.address, scope: { level: 'device', site: id, device: name } };
  }
  const site = isIP(name) === 0 ? null : siteOf(name);
  return site === null ? null : { site: site.id, address: name, scope: { level: 'site', site: site.id } };
}

export interface RealDeviceOptions {
  /** Folder of a configuration that knows the device and its credentials. No daemon is needed. */
  readonly configuration: string;
  readonly schemas: SettingSchemas;
  /** As a site's file names it, or its address. */
  readonly name: string;
  readonly write: boolean;
}

/** A real device with transports of its own; dispose to close them. */
export async function openRealDevice({ configuration: directory, schemas, name, write }: RealDeviceOptions): Promise<RealDevice & AsyncDisposable> {
  const configuration = await loadConfiguration(directory, { schemas });
  const place = placeOf({ sites: configuration.sites, siteOf: (address) => configuration.siteOf(address) }, name);
  if (place === null) throw noSuchDevice(`${name} is no device that a file under ${directory}/sites names with its address, and no address of a site`);
  const transports = createTransports({ directory: configuration.directory, stateDirectory: configuration.daemon.stateDirectory, events: createHostEvents() });
  const target = { key: name, site: place.site, address: place.address, settings: transportSettings(configuration.setting('transports', place.scope)) };
  return { target, transports, write, [Symbol.asyncDispose]: () => transports[Symbol.asyncDispose]() };
}
