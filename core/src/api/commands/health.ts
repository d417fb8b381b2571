import { z } from 'zod';
import { incidentStatuses, type Incident } from '../../health/index.ts';
import { command, type CommandContext } from '../command.ts';
import { audited } from './audited.ts';
import { idMeant } from './by-prefix.ts';
import { deviceNamed } from './devices.ts';

const name = z.string().min(1).max(255);

export const check = command(z.strictObject({ device: name, check: name.optional() }), async ({ services, signal, progress }: CommandContext, input) => {
  const device = deviceNamed(services, input.device);
  const wanted = input.check === undefined ? services.health.statuses({ device: device.id }).map((status) => status.check) : [input.check];
  const total = wanted.length;
  let done = 0;
  progress({ done, total, label: device.name });
  const results = await Promise.all([...new Set(wanted)].map(async (one) => {
    const statuses = await services.health.checkNow(device.id, { check: one }, signal);
    done += statuses.length;
    progress({ done, total, label: `${device.name} ${one}` });
    return statuses;
  }));
  return results.flat();
});

export type NamedIncident = Incident & { readonly deviceName: string; readonly site: string | null };

export const incidents = command(
  z.strictObject({ status: z.enum(incidentStatuses).optional(), device: name.optional(), all: z.boolean().default(false) }),
  async ({ services }: CommandContext, input): Promise<NamedIncident[]> => {
    const device = input.device === undefined ? {} : { device: deviceNamed(services, input.device).id };
    const found = await services.health.incidents({ ...device, ...(input.status === undefined ? {} : { status: input.status }) });
    return found
      .filter(({ status }) => input.all || input.status !== undefined || status !== 'resolved')
      .map((incident) => {
        const of = services.inventory.find(incident.device);
        return { ...incident, deviceName: of?.name ?? incident.device, site: of?.site ?? null };
      });
  },
);

export const acknowledge = command(z.strictObject({ incident: name }), async (context: CommandContext, { incident }) => {
  const all = (await context.services.health.incidents()).filter(({ status }) => status !== 'resolved');
  const id = idMeant(incident, all.map((one) => one.id), 'incidents');
  const device = all.find((one) => one.id === id)?.device;
  await audited(context, { action: 'incident.acknowledge', detail: id, ...(device === undefined ? {} : { device }) }, () => context.services.health.acknowledge(id, context.person));
  return { incident: id };
});
