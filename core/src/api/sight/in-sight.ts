import type { Change, ChangeService, KeptPlan, Plan } from '../../changes/index.ts';
import type { DiscoveryReport, DiscoveryRun } from '../../discovery/index.ts';
import type { HealthService } from '../../health/index.ts';
import type { Recovery } from '../../recovery/index.ts';
import type { Rollout, RolloutService } from '../../rollouts/index.ts';
import type { HostServices } from '../host-services.ts';
import { incidentsInSight } from './incidents-in-sight.ts';
import { narrowed } from './narrowed.ts';
import { configurationInSight } from './configuration-in-sight.ts';
import { inventoryInSight } from './inventory-in-sight.ts';
import type { Among, Sees } from './sees.ts';

/**
 * The services of a host that has only what somebody sees: commands list, look up and complete names in these, so that none
 * of them has to think of people. Of what is of no site they have nothing, unless all of the organization is in sight.
 */
export function inSight(services: HostServices, sees: Sees): HostServices {
  if (sees(null)) return services;
  const seesDevice = (device: string): boolean => sees(services.inventory.find(device)?.site ?? null);
  const among: Among = (asked) => services.inventory.devices().filter(({ id, site }) => sees(site) && (asked?.includes(id) ?? true)).map(({ id }) => id);
  return {
    ...services,
    configuration: configurationInSight(services.configuration, sees),
    inventory: inventoryInSight(services.inventory, sees),
    health: healthInSight(services.health, seesDevice, among),
    incidents: incidentsInSight(services, sees, seesDevice, among),
    // A message of incidents is seen by whom sees all of them.
    notifications: narrowed(services.notifications, { list: (filter) => services.notifications.list({ ...filter, seen: { devices: among(), sites: [...services.configuration.current.sites.keys()].filter(sees) } }) }),
    changes: changesInSight(services.changes, sees, seesDevice, among),
    drift: narrowed(services.drift, { list: async (filter) => (await services.drift.list(filter)).filter(({ device }) => seesDevice(device)) }),
    recovery: narrowed(services.recovery, {
      meant: async (asked) => seenOrNull(await services.recovery.meant(asked), seesDevice),
      scores: (site) => services.recovery.scores(site).filter((score) => sees(score.site)),
      find: async (device) => withCopies(await services.recovery.find(device), sees),
      begin: async (options) => withCopies(await services.recovery.begin(options), sees),
      done: async (options) => withCopies(await services.recovery.done(options), sees),
    }),
    reports: narrowed(services.reports, { unmade: () => services.reports.unmade().filter(({ site }) => sees(site)) }),
    rollouts: rolloutsInSight(services.rollouts, sees),
    discovery: narrowed(services.discovery, {
      run: async (...call) => reportInSight(await services.discovery.run(...call), services, sees),
      begin: async (options) => runInSight(await services.discovery.begin(options), sees),
      end: async (id) => runInSight(await services.discovery.end(id), sees),
      runs: () => services.discovery.runs().map((run) => runInSight(run, sees)).filter(({ sites }) => sites.length > 0),
    }),
    traps: {
      status: () => services.traps.status(),
      kept: async () => (await services.traps.kept()).filter(({ device }) => seesDevice(device)),
      recent: ({ devices, limit }) => services.traps.recent({ devices: among(devices), limit }),
      droppedFrom: () => services.traps.droppedFrom().filter(({ address }) => sees(services.configuration.current.siteOf(address)?.id ?? null)),
    },
    transports: narrowed(services.transports, {
      hostKeys: async () => (await services.transports.hostKeys()).filter(({ address }) => sees(services.configuration.current.siteOf(address)?.id ?? null)),
    }),
    audit: narrowed(services.audit, { list: (options) => services.audit.list({ ...options, devices: among(options?.devices) }) }),
    // Faults of plugins name devices, and files name sites.
    plugins: narrowed(services.plugins, { status: async () => (await services.plugins.status()).map((status) => ({ ...status, lastErrors: [], lastExit: null })) }),
    catalogue: { plugins: services.catalogue.plugins, refused: [], find: (...asked) => services.catalogue.find(...asked) },
    crashes: { list: async () => [] },
    complaints: () => [],
  };
}

/** Waves of the sites in sight; a rollout without one is not there. */
function rolloutsInSight(rollouts: RolloutService, sees: Sees): RolloutService {
  const shown = (rollout: Rollout): Rollout | null => {
    const waves = rollout.waves.map((wave) => wave.filter(({ site }) => sees(site)));
    const whole = waves.flat().length === rollout.waves.flat().length;
    // Why it stopped may name any site.
    return waves.flat().length === 0 ? null : { ...rollout, waves, ...(whole || rollout.why === null ? {} : { why: 'something got worse at another site' }) };
  };
  return narrowed(rollouts, {
    list: async () => (await rollouts.list()).flatMap((rollout) => shown(rollout) ?? []),
    async find(id) {
      const rollout = await rollouts.find(id);
      return rollout === null ? null : shown(rollout);
    },
  });
}

function seenOrNull(device: string | null, seesDevice: (device: string) => boolean): string | null {
  return device !== null && seesDevice(device) ? device : null;
}

/** Copies that are kept at other sites are left out. */
function withCopies(recovery: Recovery, sees: Sees): Recovery {
  return { ...recovery, steps: recovery.steps.map((step) => ({ ...step, copies: step.copies.filter(({ site }) => sees(site)) })) };
}

/** A run that somebody else began may be of more sites. */
function reportInSight(report: DiscoveryReport, { inventory, configuration: { current } }: HostServices, sees: Sees): DiscoveryReport {
  const seesAddress = (address: string): boolean => sees(current.siteOf(address)?.id ?? null);
  const seesDevice = (id: string): boolean => sees(inventory.find(id)?.site ?? null);
  return {
    ...report, sites: report.sites.filter(sees), devices: report.devices.filter(seesDevice), added: report.added.filter(seesDevice), unmatched: report.unmatched.filter(seesAddress),
    problems: report.problems.filter(({ address }) => seesAddress(address)),
  };
}

function runInSight(run: DiscoveryRun, sees: Sees): DiscoveryRun {
  const sites = run.sites.filter(({ site }) => sees(site));
  // Why it failed may name any site.
  return { ...run, sites, reason: run.reason === null || sites.length === run.sites.length ? run.reason : 'it failed at another site' };
}

function healthInSight(health: HealthService, seesDevice: (device: string) => boolean, among: Among): HealthService {
  return narrowed(health, {
    statuses: (filter) => health.statuses(filter).filter(({ device }) => seesDevice(device)),
    states: (filter) => health.states(filter).filter(({ device }) => seesDevice(device)),
    incidents: (filter) => health.incidents({ ...filter, devices: among(filter?.devices) }),
  });
}

/** A change is seen by whom sees one of its devices; the steps at the others are left out. */
function changesInSight(changes: ChangeService, sees: Sees, seesDevice: (device: string) => boolean, among: Among): ChangeService {
  const shown = (change: Change): Change | null => {
    const steps = change.steps.filter(({ device }) => seesDevice(device));
    // What is said of the whole may name any device.
    return steps.length === 0 ? null : {
      ...change, steps, ...(steps.length === change.steps.length ? {} : { message: null }),
      ...(change.unsaved === undefined ? {} : { unsaved: change.unsaved.filter(({ device }) => seesDevice(device)) }),
    };
  };
  // A plan is whole or it is none: its hash covers every step. One of an earlier version names what would be lost at any site.
  const tells = ({ behind, losing }: Plan['blastRadius']): boolean => losing?.elsewhere === undefined && (losing === undefined ? behind.length > 0 : !losing.sites.every(sees));
  const whole = ({ plan: { steps, blastRadius } }: KeptPlan): boolean => steps.every(({ device }) => seesDevice(device)) && !tells(blastRadius);
  return narrowed(changes, {
    blastRadius(risks) {
      const { lost, strangers, unlinked, guessed, ...radius } = changes.blastRadius(risks);
      const seen = lost.filter(({ device }) => seesDevice(device)).map(({ at, ...loss }) => ({ ...loss, at: at !== null && seesDevice(at.device) ? at : null }));
      return {
        ...radius, risks: radius.risks.filter(({ device }) => seesDevice(device)).map((risk) => ({ ...risk, standIns: risk.standIns.filter(seesDevice) })), lost: seen, hidden: lost.length - seen.length,
        strangers: strangers.filter(({ device }) => seesDevice(device)), unlinked: unlinked.filter(seesDevice), guessed: guessed.filter(seesDevice),
      };
    },
    plans: async () => (await changes.plans()).filter(whole),
    async findPlan(id) {
      const found = await changes.findPlan(id);
      return found === null || !whole(found) ? null : found;
    },
    list: async (filter) => (await changes.list({ ...filter, devices: among(filter?.devices) })).flatMap((change) => shown(change) ?? []),
    async find(id) {
      const change = await changes.find(id);
      return change === null ? null : shown(change);
    },
  });
}
