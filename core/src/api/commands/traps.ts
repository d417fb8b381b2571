import { z } from 'zod';
import { command, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import { deviceNamed } from './devices.ts';
import { trapReport } from './status.ts';

/** What came in as SNMP traps, by site: what is kept of each device, and whose were dropped. */
export const traps = command(z.strictObject({ site: z.string().min(1).max(255).optional() }), async ({ services }: CommandContext, { site: asked }) => {
  const { inventory, traps: received, configuration: { current } } = services;
  if (asked !== undefined && !current.sites.has(asked)) throw notFound(`there is no site ${asked}`, { hint: `Sites: ${[...current.sites.keys()].join(', ')}.` });
  const isAsked = (site: string | null): boolean => asked === undefined || site === asked;
  const devices = (await received.kept()).flatMap(({ device, kept, last }) => {
    const found = inventory.find(device);
    const site = found?.site ?? null;
    return isAsked(site) ? [{ device, name: found?.name ?? device, site, kept, last }] : [];
  });
  const droppedFrom = received.droppedFrom().map((one) => ({ ...one, site: current.siteOf(one.address)?.id ?? null })).filter(({ site }) => isAsked(site));
  const names = [...new Set([...devices, ...droppedFrom].map(({ site }) => site))].sort((one, other) => (one ?? '~').localeCompare(other ?? '~'));
  return {
    receiver: trapReport(received.status()),
    /** `site` is null for what belongs to none: a device that is gone, an address of no network. */
    sites: names.map((site) => ({
      site,
      kept: devices.filter((one) => one.site === site).reduce((sum, { kept }) => sum + kept, 0),
      dropped: droppedFrom.filter((one) => one.site === site).reduce((sum, { dropped }) => sum + dropped, 0),
      devices: devices.filter((one) => one.site === site).toSorted((one, other) => other.last.at.localeCompare(one.last.at)).map(({ site: _site, ...one }) => one),
      droppedFrom: droppedFrom.filter((one) => one.site === site).map(({ site: _site, ...one }) => one),
    })),
  };
});

/** The newest traps and informs of a device, of a site, or of all, with what they triggered. */
export const trapsRecent = command(
  z.strictObject({ device: z.string().min(1).max(255).optional(), site: z.string().min(1).max(255).optional(), limit: z.int().min(1).max(500).default(100) }),
  async ({ services }: CommandContext, { device, site, limit }) => {
    const { inventory, configuration: { current }, traps: received } = services;
    if (site !== undefined && !current.sites.has(site)) throw notFound(`there is no site ${site}`, { hint: `Sites: ${[...current.sites.keys()].join(', ')}.` });
    const devices = device !== undefined ? [deviceNamed(services, device).id] : site !== undefined ? inventory.devices({ site }).map(({ id }) => id) : undefined;
    const recent = await received.recent({ limit, ...(devices === undefined ? {} : { devices }) });
    return {
      receives: received.status() !== null,
      traps: recent.map((trap) => {
        const found = inventory.find(trap.device);
        return { ...trap, name: found?.name ?? trap.device, site: found?.site ?? null };
      }),
    };
  },
);
