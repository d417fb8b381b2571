import { z } from 'zod';
import { around, nodeMeant, nodeText, siteNode, type TreeNode } from '../../access/index.ts';
import { reachOf } from '../../changes/index.ts';
import { configurationFile as configurationFileNamed, credentialUses } from '../../sites/index.ts';
import { changeNamed, deviceNamed, incidentNamed, lostDevice, maintenanceNamed, rolloutNamed, targetNamed, taskNamed } from '../commands/index.ts';
import { notFound } from '../errors.ts';
import type { HostServices } from '../host-services.ts';
import type { Maintenance } from '../../incidents/index.ts';
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

/** The site of the device of `task`. */
export const task: Touched = async (asked, inSight) => [siteOfDevice(inSight, (await taskNamed(inSight, String(asked['task']))).device)];

/** The sites below a node of the tree; all of the organization for the whole of it. */
function sitesBelow({ configuration: { current } }: HostServices, node: TreeNode): readonly (string | null)[] {
  if (node.level === 'organization') return [null];
  const below = [...current.sites.keys()].filter((id) => around(siteNode(id), current).some((one) => nodeText(one) === nodeText(node)));
  return below.length === 0 ? [null] : below;
}

const sitesOfTarget = (services: HostServices, of: Maintenance['of']): readonly (string | null)[] => ('node' in of ? sitesBelow(services, of.node) : [siteOfDevice(services, of.device)]);

/** The site of the device that `at` names, or all sites below a node. */
export const target: Touched = async (asked, inSight, all) => sitesOfTarget(all, targetNamed(inSight, String(asked['at'])));

/** The sites of what `maintenance` is of. */
export const maintenance: Touched = async (asked, inSight, all) => sitesOfTarget(all, maintenanceNamed(inSight, String(asked['maintenance'])).of);

/** The sites of all devices of `change`, those out of sight too. */
export const change: Touched = async (asked, inSight, all) => {
  const { id } = await changeNamed(inSight, String(asked['change']));
  const found = await all.changes.find(id);
  return [...new Set(found?.steps.map((step) => siteOfDevice(all, step.device)) ?? [null])];
};

/** The sites of all devices that the change file `text` means. Secrets of the vault are of no site. */
export const changeFile: Touched = async (asked, inSight, all) => {
  const { devices, takesSecrets } = reachOf(String(asked['text']), String(asked['file']), all);
  return [...new Set([...devices.map(({ id }) => deviceNamed(inSight, id).site), ...(takesSecrets ? [null] : [])])];
};

const planSchema = z.object({ steps: z.array(z.object({ device: z.string() })).min(1) });

/** The sites of all devices of `plan`. One that was altered to seem smaller does not fit its hash, and is refused. */
export const plan: Touched = async (asked, inSight) => {
  const parsed = planSchema.safeParse(asked['plan']);
  return parsed.success ? [...new Set(parsed.data.steps.map(({ device: id }) => deviceNamed(inSight, id).site))] : [null];
};

/** The site of `device`, which may be lost, and of `onto`, which takes its place. */
export const lost: Touched = async (asked, inSight) => {
  const onto = asked['onto'];
  return [siteOfDevice(inSight, await lostDevice(inSight, String(asked['device']))), ...(typeof onto === 'string' ? [deviceNamed(inSight, onto).site] : [])];
};

/** The sites of both devices of `proposal`. */
export const proposal: Touched = async (asked, inSight) => {
  const found = (await inSight.inventory.proposals()).find(({ id }) => id === asked['proposal']);
  if (found === undefined) throw notFound(`there is no proposal ${String(asked['proposal'])}`, { hint: 'List them with `jackfield proposals`.' });
  return found.devices.map((id) => siteOfDevice(inSight, id));
};

/** `site`, else the one whose networks hold `network`; all of the organization when neither is named, or it lies in none. */
export const sought: Touched = async (asked, inSight, all) =>
  typeof asked['network'] === 'string' && asked['site'] === undefined ? [inSight.configuration.current.siteOf(asked['network'].split('/')[0] ?? '')?.id ?? null] : site(asked, inSight, all);

/** All sites of the discovery `run`, those out of sight too. */
export const discovery: Touched = async (asked, inSight, all) => {
  const isMeant = ({ id }: { readonly id: string }): boolean => id === asked['run'];
  if (!inSight.discovery.runs().some(isMeant)) throw notFound(`there is no discovery ${String(asked['run'])}`, { hint: 'List them with `jackfield discover --list`.' });
  return all.discovery.runs().filter(isMeant).flatMap(({ sites }) => sites.map((one) => one.site));
};

/** The site whose networks hold `address`; one out of sight is of none: whose network it lies in is not told. */
export const address: Touched = async (asked, inSight) => [inSight.configuration.current.siteOf(String(asked['address']))?.id ?? null];

/** The site whose file `file` is; all of the organization for every other file, and for one of a site that is out of sight or nowhere. */
export const configurationFile: Touched = async (asked, inSight) => {
  const { site: of } = configurationFileNamed(String(asked['file']));
  return [of !== null && inSight.configuration.current.sites.has(of) ? of : null];
};

/** The sites below the place `at`; all of the organization for what stands above the regions. A place without a site is judged by its command. */
export const layer: Touched = async (asked, inSight, { configuration: { current } }) => {
  const at = asked['at'];
  if (typeof at !== 'string' || at === 'policy') return [null];
  // Looked up in what is seen: a place out of sight is not there.
  const node = nodeMeant(at, inSight.configuration.current);
  if (node.level === 'organization') return [null];
  if (node.level === 'site') return [node.id];
  return [...current.sites.values()].filter((one) => (node.level === 'region' ? one.region : one.district) === node.id).map(({ id }) => id);
};

/** The sites that use the entry `credential`; all of the organization when it is named above them, or nowhere. */
export const credential: Touched = async (asked, _inSight, { configuration: { current } }) => {
  const uses = credentialUses(current).filter((use) => use.credential === asked['credential']);
  return uses.length === 0 ? [null] : [...new Set(uses.map(({ site: of }) => of))];
};

/** The sites that a rollout to `at` is to write. */
export const rolloutPlace: Touched = async (asked, inSight, all) => {
  const touched = asked['at'] === 'organization' ? [...all.configuration.current.sites.keys()] : await layer(asked, inSight, all);
  return touched.length === 0 ? [null] : touched;
};

/** All sites of `rollout`, those out of sight too. */
export const rollout: Touched = async (asked, inSight, all) => {
  const { id } = await rolloutNamed(inSight, String(asked['rollout']));
  return (await all.rollouts.find(id))?.waves.flat().map(({ site: of }) => of) ?? [null];
};
