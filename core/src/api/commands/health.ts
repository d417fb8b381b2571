import { z } from 'zod';
import { incidentStatuses, unknownIncident, type Incident } from '../../health/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import type { HostServices } from '../host-services.ts';
import { idMeant } from './by-prefix.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export const check = command(z.strictObject({ device: name, check: name.optional(), plugin: name.optional().meta({ description: 'Only checks of this plugin.' }) }), async ({ services, signal, progress }: CommandContext, input) => {
  const device = deviceNamed(services, input.device);
  const of = input.plugin === undefined ? {} : { plugin: input.plugin };
  const standing = services.health.statuses({ device: device.id }).filter(({ plugin }) => input.plugin === undefined || plugin === input.plugin);
  const wanted = input.check === undefined ? standing.map((status) => status.check) : [input.check];
  const total = wanted.length;
  let done = 0;
  progress({ done, total, label: device.name });
  const results = await Promise.all([...new Set(wanted)].map(async (one) => {
    const statuses = await services.health.checkNow(device.id, { check: one, ...of }, signal);
    done += statuses.length;
    progress({ done, total, label: `${device.name} ${one}` });
    return statuses;
  }));
  return results.flat();
});

/** The last outcome of every check. */
export const checks = command(nothing, async ({ services }: CommandContext) => services.health.statuses().flatMap((status) => {
  const of = services.inventory.find(status.device);
  return of === null ? [] : [{ ...status, deviceName: of.name, site: of.site }];
}));

const time = z.iso.datetime();

/** Samples of one series, oldest first; averages of an hour for long spans. `item` is left out for what was measured of the whole. */
export const samples = command(
  z.strictObject({ device: name, metric: name, item: name.optional(), from: time, to: time }),
  async ({ services }: CommandContext, { device, metric, item, from, to }) => {
    const found = await services.health.samples({ device: deviceNamed(services, device).id, metric, ...(item === undefined ? {} : { item }) }, new Date(from), new Date(to));
    return found.map(({ at, value }) => ({ at: new Date(at).toISOString(), value }));
  },
);

export type NamedIncident = Incident & { readonly deviceName: string; readonly site: string | null };

export const incidents = command(
  z.strictObject({ status: z.enum(incidentStatuses).optional(), device: name.optional(), all: z.boolean().default(false) }),
  async ({ services }: CommandContext, input): Promise<NamedIncident[]> => {
    const device = input.device === undefined ? {} : { device: deviceNamed(services, input.device).id };
    const found = await services.health.incidents({ ...device, ...(input.status === undefined ? {} : { status: input.status }) });
    return found
      .filter(({ status }) => input.all || input.status !== undefined || status !== 'resolved')
      .map((incident) => namedIncident(services, incident));
  },
);

function namedIncident({ inventory }: HostServices, incident: Incident): NamedIncident {
  const of = inventory.find(incident.device);
  return { ...incident, deviceName: of?.name ?? incident.device, site: of?.site ?? null };
}

export const incident = command(z.strictObject({ incident: name }), async ({ services }: CommandContext, asked): Promise<NamedIncident> => namedIncident(services, await incidentNamed(services, asked.incident)));

/** The incident of this id, or of the first letters of an unresolved one; a coded error when there is none. */
export async function incidentNamed(services: HostServices, asked: string): Promise<Incident> {
  const [exact] = await services.health.incidents({ ids: [asked] });
  if (exact !== undefined) return exact;
  const unresolved = (await services.health.incidents()).filter(({ status }) => status !== 'resolved');
  const id = idMeant(asked, unresolved.map((one) => one.id), 'incidents');
  const found = unresolved.find((one) => one.id === id);
  if (found === undefined) throw unknownIncident(`there is no incident ${asked}`);
  return found;
}
