import { worst, type DeviceKind, type State } from '@jackfield/sdk';
import { z } from 'zod';
import { unknownDevice } from '../../health/index.ts';
import { arpAddresses, linksOf, type LinkProof, type ManagedDevice } from '../../inventory/index.ts';
import { didYouMean } from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { listCommand } from '../listing.ts';
import { audited } from './audited.ts';
import { lately } from './lately.ts';
import { startableDevices } from './startable.ts';

const name = z.string().min(1).max(255);

export interface DeviceSummary {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly kind: DeviceKind;
  readonly addresses: readonly string[];
  readonly vendor: string | null;
  readonly model: string | null;
  readonly os: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly plugins: readonly string[];
  /** The worst state of its checks; null before the first result. */
  readonly state: State | null;
}

const summaries = new WeakMap<ManagedDevice, DeviceSummary>();

/** The same object while it says the same, for its text to be kept: a device that changes is another one, and its state is looked up each time. */
function summaryOf(device: ManagedDevice, checks: readonly { readonly state: State | 'pending' }[]): DeviceSummary {
  const seen = checks.flatMap(({ state }) => (state === 'pending' ? [] : [state]));
  const state = seen.length === 0 ? (device.lastSeen === null ? 'unknown' : null) : worst(seen);
  const known = summaries.get(device);
  if (known?.state === state) return known;
  const { id, name: called, site, kind, addresses, vendor, model, os, version, serial } = device;
  const made = Object.freeze({ id, name: called, site, kind, addresses, vendor, model, os, version, serial, plugins: [...new Set(device.plugins.map((plugin) => plugin.id))], state });
  summaries.set(device, made);
  return made;
}

/** What a list tells of ports and neighbours when it is asked for. */
function portsOf(device: ManagedDevice) {
  return {
    interfaces: device.interfaces.map(({ index, name: port, adminStatus, operStatus, speed }) => ({ index, name: port, adminStatus, operStatus, speed })),
    neighbours: device.neighbours.map(({ localPort, remoteName, remotePort }) => ({ localPort, remoteName, remotePort })),
  };
}

/** The device of this id, name or address; a coded error when there is none. */
export function deviceNamed(services: HostServices, asked: string): ManagedDevice {
  const device = services.inventory.find(asked);
  if (device) return device;
  const all = services.inventory.devices();
  const twins = all.filter(({ name: called }) => called.toLowerCase() === asked.toLowerCase());
  if (twins.length > 1) throw unknownDevice(`${asked} is the name of ${twins.length} devices`, { place: { device: asked }, hint: `Give its id: ${twins.map(({ id, address }) => `${id} (${address})`).join(', ')}.` });
  const meant = didYouMean(asked, all.map(({ name: called }) => called));
  throw unknownDevice(`there is no device ${asked}`, { place: { device: asked }, ...(meant === null ? {} : { hint: `Did you mean ${meant}?` }) });
}

export const devices = listCommand({
  input: z.strictObject({
    site: name.optional(), ports: z.boolean().default(false).meta({ description: 'With their ports and neighbours.' }),
    search: name.optional().meta({ description: 'Only devices with this in their name or in one of their addresses; small and capital letters alike.' }),
    command: name.optional().meta({ description: 'Only devices that the caller can start this command of a plugin on, as in `snmp-switch/check-ports`.' }),
  }),
  all(context, { site, search, command: started }) {
    const { services } = context;
    const { sites } = services.configuration.current;
    if (site !== undefined && !sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
    const all = started === undefined ? services.inventory.devices(site === undefined ? {} : { site }) : startableDevices(started, context).filter((found) => site === undefined || found.site === site);
    const text = search?.toLowerCase();
    return text === undefined ? all : all.filter(({ name: called, addresses }) => called.toLowerCase().includes(text) || addresses.some((address) => address.includes(text)));
  },
  order: ({ name: called, id }) => `${called} ${id}`,
  entryOf(found, { services }, { ports }): DeviceSummary & Partial<ReturnType<typeof portsOf>> {
    const summary = summaryOf(found, services.health.states({ device: found.id }));
    return ports ? { ...summary, ...portsOf(found) } : summary;
  },
});

export const device = command(z.strictObject({ device: name }), async ({ services }: CommandContext, input) => {
  const found = deviceNamed(services, input.device);
  const checks = services.health.statuses({ device: found.id });
  const [open, acknowledged, happened] = await Promise.all([
    services.health.incidents({ device: found.id, status: 'open' }), services.health.incidents({ device: found.id, status: 'acknowledged' }), lately(services, found.id),
  ]);
  return {
    ...summaryOf(found, checks),
    address: found.address, labels: found.labels, keys: found.keys, firstSeen: found.firstSeen, lastSeen: found.lastSeen,
    interfaces: found.interfaces, neighbours: found.neighbours, parts: found.parts ?? [], vlans: found.vlans ?? [], stations: found.stations ?? [], arp: found.arp ?? [],
    ...(found.attachedTo === undefined ? {} : { attachedTo: { device: services.inventory.find(found.attachedTo.device)?.name ?? found.attachedTo.device, as: found.attachedTo.as } }),
    hardware: arpAddresses(services.inventory.devices({ site: found.site })).get(found.id) ?? [], behind: placeOf(found, services),
    checks, incidents: [...open, ...acknowledged], lately: happened,
  };
});

/** The port behind which a device hangs that sees no neighbours itself, as a phone does: what a bridge tells of it before what one has learnt. */
function placeOf(found: ManagedDevice, { inventory }: HostServices): { readonly device: string; readonly port: string | null; readonly proof: LinkProof; readonly protocol: string | null } | null {
  if (found.neighbours.length > 0) return null;
  for (const { ends, proof, protocol } of linksOf(inventory.devices({ site: found.site }))) {
    const other = ends.find(({ device: id }) => id !== found.id);
    if (other !== undefined && ends.some(({ device: id }) => id === found.id)) return { device: inventory.find(other.device)?.name ?? other.device, port: other.port, proof, protocol };
  }
  return null;
}

export const proposals = command(nothing, async ({ services }: CommandContext) =>
  (await services.inventory.proposals()).map((proposal) => ({
    ...proposal, names: proposal.devices.map((id) => services.inventory.find(id)?.name ?? id),
  })));

export const merge = command(z.strictObject({ proposal: name, merge: z.boolean() }), async (context: CommandContext, input) => {
  const { inventory } = context.services;
  const meant = (await inventory.proposals()).find(({ id }) => id === input.proposal);
  const names = meant?.devices.map((id) => inventory.find(id)?.name ?? id).join(', ') ?? null;
  const changed = [{ what: 'devices', before: names, after: input.merge ? 'one device' : 'kept apart' }];
  await audited(context, { action: input.merge ? 'device.merge' : 'device.keep-apart', detail: `proposal ${input.proposal}`, changed }, () => inventory.decide(input.proposal, input.merge));
  return { proposal: input.proposal, merged: input.merge };
});

export const split = command(z.strictObject({ device: name }), async (context: CommandContext, input) => {
  const found = deviceNamed(context.services, input.device);
  const back = await audited(context, { action: 'device.split', device: found.id, detail: found.name, changed: (one) => [{ what: 'devices', before: found.name, after: `${found.name}, ${one.name}` }] }, () => context.services.inventory.split(found.id));
  return { device: found.name, split: back.name, id: back.id };
});

export const remove = command(z.strictObject({ device: name }), async (context: CommandContext, input) => {
  const found = deviceNamed(context.services, input.device);
  await audited(context, { action: 'device.remove', device: found.id, detail: found.name, changed: [{ what: 'device', before: `${found.name} at ${found.site}`, after: null }] }, () => context.services.inventory.remove(found.id));
  return { id: found.id, name: found.name };
});
