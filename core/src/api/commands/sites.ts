import { worst, type State } from '@jackfield/sdk';
import { z } from 'zod';
import type { Site } from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import { countStates, type CheckCounts } from './status.ts';

export interface SiteSummary extends Pick<Site, 'id' | 'title' | 'region' | 'district' | 'networks'> {
  readonly devices: number;
  readonly checks: CheckCounts;
  /** Not resolved. */
  readonly incidents: number;
  /** The worst of its checks; null before the first result. */
  readonly state: State | null;
}

/** The tree above the sites: regions and districts that hold a site, or all where nothing is hidden. */
export const organization = command(nothing, async ({ services }: CommandContext) => {
  const { organization: { id, title, regions }, sites } = services.configuration.current;
  return {
    id, title,
    regions: regions.map((region) => ({
      id: region.id, title: region.title,
      districts: region.districts.map((district) => ({ ...district, sites: [...sites.values()].filter((site) => site.district === district.id).map((site) => ({ id: site.id, title: site.title, zone: zoneOf(services, site.id) })) })),
    })),
  };
});

/** The zone that the settings name for a site: that of its reports. */
function zoneOf({ configuration: { current } }: HostServices, site: string): string | null {
  const zone = current.setting('reports.zone', { level: 'site', site });
  return typeof zone === 'string' ? zone : null;
}

async function summariesOf(services: HostServices, sites: Iterable<Site>): Promise<readonly SiteSummary[]> {
  const [open, acknowledged] = await Promise.all([services.health.incidents({ status: 'open' }), services.health.incidents({ status: 'acknowledged' })]);
  const incidents = Map.groupBy([...open, ...acknowledged], ({ device }) => services.inventory.find(device)?.site);
  const standing = Map.groupBy(services.health.states(), ({ site: of }) => of);
  const devices = Map.groupBy(services.inventory.devices(), ({ site: of }) => of);
  return [...sites].map(({ id, title, region, district, networks }) => {
    const checks = standing.get(id) ?? [];
    const seen = checks.flatMap(({ state }) => (state === 'pending' ? [] : [state]));
    return {
      id, title, region, district, networks, devices: devices.get(id)?.length ?? 0, checks: countStates(checks),
      incidents: incidents.get(id)?.length ?? 0, state: seen.length === 0 ? null : worst(seen),
    };
  });
}

export const sites = command(nothing, ({ services }: CommandContext) => summariesOf(services, services.configuration.current.sites.values()));

export const site = command(z.strictObject({ site: z.string().min(1).max(255) }), async ({ services }: CommandContext, { site: asked }) => {
  const all = services.configuration.current.sites;
  const found = all.get(asked);
  const [summary] = found === undefined ? [] : await summariesOf(services, [found]);
  if (summary === undefined) throw notFound(`there is no site ${asked}`, { hint: `Sites: ${[...all.keys()].join(', ')}.` });
  return summary;
});
