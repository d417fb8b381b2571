import { basename } from 'node:path';
import type { Layer } from './cascade.ts';
import type { Site, SourcePlace } from './configuration.ts';
import { addressOutside, districtUnknown, duplicateName, networkInvalid, networksOverlap, siteNameMismatch } from './errors.ts';
import { siteSchema, type SiteFile } from './file-schemas.ts';
import { meant, type LayerReader } from './layer-reader.ts';
import { isStandIn } from './mended.ts';
import { NetworkTable, parseNetwork, type Network } from './networks.ts';
import type { SourceFile } from './source-file.ts';

export interface ReadSites {
  readonly sites: ReadonlyMap<string, Site>;
  readonly layers: ReadonlyMap<string, Layer>;
  readonly devices: ReadonlyMap<string, ReadonlyMap<string, Layer>>;
  readonly networks: NetworkTable<Site>;
}

interface Block {
  readonly network: Network;
  readonly owner: { readonly site: Site; readonly source: SourceFile; readonly index: number };
}

/** sites/*.yaml. `regionOf` is null when organization.yaml is refused: then nothing is said about districts. */
export function readSites(reader: LayerReader, sources: readonly SourceFile[], regionOf: ReadonlyMap<string, string> | null): ReadSites {
  const sites = new Map<string, Site>();
  const layers = new Map<string, Layer>();
  const devices = new Map<string, ReadonlyMap<string, Layer>>();
  const blocks: Block[] = [];
  const named: DeviceNames = new Map();
  for (const source of sources) {
    const file = reader.shaped(source, siteSchema);
    if (file === null) continue;
    const site = siteOf(file, source, regionOf?.get(file.district) ?? '');
    const elsewhere = sites.get(site.id);
    if (elsewhere !== undefined) reader.errors.push(duplicateName(`the site ${site.id} stands in ${elsewhere.file} too`, { place: source.place(['site']) }));
    if (!isStandIn(site.id) && site.id !== basename(source.file, '.yaml')) {
      reader.errors.push(siteNameMismatch(`the file says site: ${site.id}`, { place: source.place(['site']), hint: `Name the file sites/${site.id}.yaml.` }));
    }
    if (regionOf !== null && !isStandIn(site.district) && !regionOf.has(site.district)) {
      reader.errors.push(districtUnknown(`no region has a district ${site.district}`, { place: source.place(['district']), ...meant(site.district, regionOf.keys()) }));
    }
    sites.set(site.id, site);
    layers.set(site.id, reader.layer('site', site.id, source, [], file));
    devices.set(site.id, new Map((file.devices ?? []).map((device, index) => [device.name, reader.layer('device', device.name, source, ['devices', index], device)])));
    const own: Block[] = [];
    site.networks.forEach((text, index) => {
      if (isStandIn(text)) return;
      const network = parseNetwork(text);
      if (typeof network === 'string') reader.errors.push(networkInvalid(network, { place: source.place(['networks', index]) }));
      else own.push({ network, owner: { site, source, index } });
    });
    // Addresses can be judged only by networks that are all readable.
    checkDevices(reader, file, source, own.length === site.networks.length ? new NetworkTable(own) : null, named);
    blocks.push(...own);
  }
  for (const [wide, { network, owner }] of new NetworkTable(blocks).overlaps()) {
    const there = wide.owner.source.place(['networks', wide.owner.index]);
    reader.errors.push(networksOverlap(`${network.text} overlaps ${wide.network.text} of ${wide.owner.site.id} (${there.file}:${there.line})`, { place: owner.source.place(['networks', owner.index]) }));
  }
  return { sites, layers, devices, networks: new NetworkTable(blocks.map(({ network, owner }) => ({ network, owner: owner.site }))) };
}

function siteOf(file: SiteFile, source: SourceFile, region: string): Site {
  return {
    id: file.site,
    title: file.title ?? file.site,
    region,
    district: file.district,
    networks: file.networks,
    devices: (file.devices ?? []).map(({ name, address, labels }, index) => ({
      name, address: address ?? null, labels: labels ?? {}, place: source.place(['devices', index]),
    })),
    file: source.file,
  };
}

/** Where each device of the organization is named first: commands and changes name devices without their site. */
type DeviceNames = Map<string, { readonly site: string; readonly place: SourcePlace }>;

function checkDevices(reader: LayerReader, file: SiteFile, source: SourceFile, networks: NetworkTable<unknown> | null, named: DeviceNames): void {
  const addresses = new Map<string, string>();
  (file.devices ?? []).forEach(({ name, address }, index) => {
    const place = source.place(['devices', index, 'name']);
    const first = named.get(name.toLowerCase());
    if (first === undefined) named.set(name.toLowerCase(), { site: file.site, place });
    else reader.errors.push(duplicateName(`the site ${first.site} has a device ${name} already (${first.place.file}:${first.place.line})`, { place }));
    if (address === undefined) return;
    const at = { place: source.place(['devices', index, 'address']) };
    const holder = addresses.get(address);
    if (holder !== undefined) reader.errors.push(duplicateName(`${address} is the address of ${holder} already`, at));
    addresses.set(address, name);
    if (networks !== null && networks.find(address) === null) reader.errors.push(addressOutside(`${address} of ${isStandIn(name) ? 'a device' : name} lies in no network of ${file.site}`, at));
  });
}
