import { around, nodeText, siteNode } from '../../access/index.ts';
import type { HostEventMap, HostEventName } from '../../events/index.ts';
import type { HostServices } from '../host-services.ts';

/** The sites that an event is of; null for what is of none, and told to whom may look at all of the organization; `everybody`, in part, to the others too. */
export type Audience = readonly string[] | 'everybody' | null;
type AudienceOf<Name extends HostEventName> = (event: HostEventMap[Name], services: HostServices) => Audience | Promise<Audience>;

const organization = (): null => null;
const everybody = (): 'everybody' => 'everybody';

/** What everybody is told of the events that are for everybody: nothing of people and places that they may not see. */
const bare: { readonly [name: string]: readonly string[] | undefined } = { 'configuration.reloaded': [], 'plugin.state': ['plugin', 'from', 'to'], 'package.state': ['plugin', 'version', 'state'] };

/** JSON of what an event says to whom may not look at all of the organization. */
export function bareText(name: string, data: string): string {
  const said: unknown = JSON.parse(data);
  return JSON.stringify(Object.fromEntries(Object.entries(Object(said)).filter(([key]) => bare[name]?.includes(key) === true)));
}

const ofSite = ({ site }: { readonly site: string | null }): readonly string[] | null => (site === null ? null : [site]);

/** Of a node, the sites below it. */
const ofMaintenance = ({ at, site }: HostEventMap['maintenance.state'], { configuration: { current } }: HostServices): readonly string[] | null => {
  if (site !== null) return [site];
  const below = [...current.sites.keys()].filter((id) => around(siteNode(id), current).some((node) => nodeText(node) === at));
  return below.length === 0 ? null : below;
};

const ofDevice = ({ device }: { readonly device: string }, { inventory }: HostServices): readonly string[] | null => {
  const site = inventory.find(device)?.site;
  return site === undefined ? null : [site];
};

const ofChange = async ({ change }: { readonly change: string }, { changes, inventory }: HostServices): Promise<readonly string[] | null> => {
  const steps = (await changes.find(change))?.steps ?? [];
  const sites = new Set(steps.flatMap(({ device }) => inventory.find(device)?.site ?? []));
  return sites.size === 0 ? null : [...sites];
};

const ofRollout = async ({ rollout }: { readonly rollout: string }, { rollouts }: HostServices): Promise<readonly string[] | null> =>
  (await rollouts.find(rollout))?.waves.flat().map(({ site }) => site) ?? null;
const ofPlan = async ({ plan }: { readonly plan: string }, { changes }: HostServices): Promise<readonly string[] | null> => (await changes.findPlan(plan))?.plan.blastRadius.sites ?? null;

/**
 * Whom each event is told to; `never` for what comes too often to be kept, or is for the log alone. One of the host that has no
 * rule here does not compile.
 */
export const eventRules: { readonly [Name in HostEventName]: AudienceOf<Name> | 'never' } = {
  'configuration.reloaded': everybody, 'configuration.unchanged': 'never', 'configuration.refused': organization, 'credentials.unresolved': organization, 'settings.devices': organization,
  'plugin.state': everybody, 'plugin.crash': organization, 'plugin.log': 'never', 'plugin.watch': 'never', 'operation.refused': 'never',
  'storage.full': organization, 'storage.free': organization, 'thread.restarted': organization, 'hostkey.recorded': ({ address }, services) => ofDevice({ device: address }, services), 'traps.listening': organization, 'traps.failed': organization, 'traps.dropped': 'never',
  'discovery.progress': 'never', 'discovery.done': organization, 'device.found': ({ site }) => [site], 'device.changed': ofDevice, 'device.unassigned': ofDevice,
  'check.result': 'never', 'result.unsaved': organization, 'check.transition': ofDevice, 'incident.opened': ofDevice, 'incident.resolved': ofDevice, 'incident.acknowledged': ofDevice, 'incident.lapsed': ofDevice, 'incident.noted': ofDevice, 'task.state': ofDevice,
  'maintenance.state': ofMaintenance, 'notification.state': ofSite, 'report.failed': ofSite, 'round.failed': 'never', 'certificate.kept': organization, 'request.failed': 'never', 'request.refused': 'never',
  'plan.state': ofPlan, 'change.state': ofChange, 'change.step': ofDevice, 'rollout.state': ofRollout, 'package.state': everybody,
};
