import { deviceNamed, incidentNamed, changeNamed } from '../commands/index.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import type { Touched } from './rule.ts';

const siteOfDevice = (services: HostServices, device: string): string | null => services.inventory.find(device)?.site ?? null;

/** The site of `device`. */
export const device: Touched = async (asked, inSight) => [deviceNamed(inSight, String(asked['device'])).site];

/** `site`; all of the organization when none is named. */
export const site: Touched = async (asked, { configuration: { current: { sites } } }) => {
  const named = asked['site'];
  if (named === undefined || named === null) return [null];
  if (!sites.has(String(named))) throw notFound(`there is no site ${String(named)}`, { hint: `Sites: ${[...sites.keys()].join(', ')}.` });
  return [String(named)];
};

/** The site of `device`, else `site`, else all of the organization. */
export const deviceOrSite: Touched = async (asked, inSight, all) => (asked['device'] === undefined ? site(asked, inSight, all) : device(asked, inSight, all));

/** The site of the device of `incident`. */
export const incident: Touched = async (asked, inSight) => [siteOfDevice(inSight, (await incidentNamed(inSight, String(asked['incident']))).device)];

/** The sites of all devices of `change`, those out of sight too. */
export const change: Touched = async (asked, inSight, all) => {
  const { id } = await changeNamed(inSight, String(asked['change']));
  const found = await all.changes.find(id);
  return [...new Set(found?.steps.map((step) => siteOfDevice(all, step.device)) ?? [null])];
};
