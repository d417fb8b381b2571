import { z } from 'zod';
import { arpAddresses, linksOf, macIn, stationsAt, type Link, type ManagedDevice } from '../../inventory/index.ts';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

/** A link with the names of its devices. */
export type NamedLink = Pick<Link, 'proof' | 'protocol'> & { readonly ends: readonly { readonly device: string; readonly name: string; readonly site: string; readonly port: string | null; readonly aggregate: string | null }[] };

function named({ ends, proof, protocol }: Link, devices: ReadonlyMap<string, ManagedDevice>): NamedLink {
  return {
    proof, protocol,
    ends: ends.map(({ device, port, aggregate }) => ({ device, name: devices.get(device)?.name ?? device, site: devices.get(device)?.site ?? '', port, aggregate: aggregate ?? null })),
  };
}

export const links = command(z.strictObject({ site: name.optional(), device: name.optional() }), async ({ services }: CommandContext, { site, device }): Promise<readonly NamedLink[]> => {
  const { sites } = services.configuration.current;
  if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  const only = device === undefined ? null : deviceNamed(services, device).id;
  const devices = services.inventory.devices();
  const byId = new Map(devices.map((one) => [one.id, one]));
  return linksOf(devices)
    .filter(({ ends }) => ends.some((end) => (only === null || end.device === only) && (site === undefined || byId.get(end.device)?.site === site)))
    .map((link) => named(link, byId));
});

export const where = command(z.strictObject({ what: name }), async ({ services }: CommandContext, { what }) => {
  const devices = services.inventory.devices();
  const all = linksOf(devices);
  const byId = new Map(devices.map((one) => [one.id, one]));
  const mac = macIn(what);
  const arp = arpAddresses(devices);
  const owners = mac === null ? [deviceNamed(services, what)] : devices.filter(({ id, keys, interfaces }) =>
    arp.get(id)?.includes(mac) === true || interfaces.some((one) => one.mac?.toLowerCase() === mac) || keys.some(({ type, value }) => (type === 'mac' || type === 'chassisId') && value.toLowerCase() === mac));
  const ids = new Set(owners.map(({ id }) => id));
  const macs = new Set(mac === null ? owners.flatMap(({ id, keys, interfaces }) => [
    ...(arp.get(id) ?? []), ...interfaces.flatMap((one) => one.mac?.toLowerCase() ?? []), ...keys.flatMap(({ type, value }) => (type === 'mac' || type === 'chassisId' ? [value.toLowerCase()] : [])),
  ]) : [mac]);
  return {
    what: mac ?? what,
    devices: owners.map((owner) => owner.name),
    links: all.filter(({ ends }) => ends.some(({ device }) => ids.has(device))).map((link) => named(link, byId)),
    seen: stationsAt(macs, devices, all).map(({ mac: address, device, port, vlan, isEdge }) => ({ mac: address, device: device.name, site: device.site, port, vlan, isEdge, lastSeen: device.lastSeen })),
  };
});
