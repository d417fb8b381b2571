import { blastRadiusOf, losingIn, type Change, type KeptPlan, type Plan } from '../changes/index.ts';
import type { DiscoveryReport, DiscoveryRun } from '../discovery/index.ts';
import type { Drift } from '../drift/index.ts';
import type { HostServices } from '../api/index.ts';
import type { CheckStatus, Incident } from '../health/index.ts';
import type { Maintenance, Task } from '../incidents/index.ts';
import type { Version } from '../history/index.ts';
import type { KeptRecording, RecordingProgress } from '../library/index.ts';
import type { DeviceNote } from '../notes/index.ts';
import type { ManagedDevice, MergeProposal } from '../inventory/index.ts';
import type { Recovery } from '../recovery/index.ts';
import type { Rollout } from '../rollouts/index.ts';
import type { Configuration, Site } from '../sites/index.ts';
import type { Notification } from '../notifications/index.ts';
import { savingPlugin } from './fake-network.ts';
import { changeOf, FakeServices, openIncident, plan as onePlan, portsStatus, switchDevice } from './fake-services.ts';

const places = [{ site: 'leeds', district: 'yorkshire', region: 'north', network: '10.1' }, { site: 'bristol', district: 'avon', region: 'south', network: '10.2' }] as const;

export type Place = (typeof places)[number]['site'];

const siteOf = ({ site, district, region, network }: (typeof places)[number]): Site => ({ id: site, title: `Office ${site}`, region, district, networks: [`${network}.0.0/16`], devices: [], file: `sites/${site}.yaml` });

const deviceOf = ({ site, network }: (typeof places)[number]): ManagedDevice => ({
  ...switchDevice, id: `id-${site}`, name: `${site}-core`, site, address: `${network}.0.1`, addresses: [`${network}.0.1`], keys: [{ type: 'name', value: `${site}-core` }],
  interfaces: switchDevice.interfaces.map((one) => ({ ...one, alias: `to ${site}` })), neighbours: [],
  stations: [{ mac: '00:1b:00:00:00:01', port: 'Gi1/0/3', vlan: null }],
});

const stepAt = (site: string): Change['steps'][number] => ({ device: `id-${site}`, resource: 'port', key: { name: `${site}-port` }, state: 'verified', message: null });

const changeAt = (id: string, ...sites: readonly string[]): Change => ({ ...changeOf('kept'), id, title: `Ports of ${sites.length === 1 ? sites.join('') : 'both'}`, message: `kept at ${sites.join(' and ')}`, steps: sites.map(stepAt) });

const driftAt = (site: string): Drift => ({
  device: `id-${site}`, deviceName: `${site}-core`, site, plugin: 'snmp-switch', resource: 'port', key: { name: 'Gi1/0/3' }, title: 'snmp-switch/port Gi1/0/3', state: 'drifting', change: 'c-1', changeTitle: '', person: 'ada', pushedAt: '',
  accepted: null, checkedAt: null, equalAt: '', since: null, differences: [{ path: 'alias', before: `to ${site}`, after: '' }], message: null,
});

const versionAt = (device: string): Version => ({ version: 1, hash: device, takenAt: '', seenAt: '', cause: 'schedule', person: 'jackfield', change: null, resources: 0, changed: [] });

const statusAt = (site: string): CheckStatus => ({ ...portsStatus, device: `id-${site}`, summary: `1 port down in ${site}` });

const incidentAt = (site: string): Incident => ({ ...openIncident, id: `incident-${site}`, device: `id-${site}`, summary: `a port is down in ${site}` });

const taskAt = (site: string): Task => ({
  id: `task-${site}`, incident: `incident-${site}`, device: `id-${site}`, title: `a port is down in ${site}`, to: { kind: 'person', name: `person-${site}` }, by: 'ada', comment: '', madeAt: '', dueAt: null, state: 'open', closedAt: null, closedBy: null,
});

const maintenanceAt = (site: string): Maintenance => ({ id: `maintenance-${site}`, of: { node: { level: 'site', id: site } }, reason: `new switches in ${site}`, person: 'ada', begunAt: '', endsAt: '', endedBy: null });

const notificationAt = (site: string): Notification => ({
  id: `notification-${site}`, kind: 'incidents', route: 'night', channel: 'phone', site, title: `a port is down in ${site}`, devices: [`id-${site}`], state: 'sent', attempts: 1, madeAt: '', sentAt: null, nextAt: null, reason: '', hint: '',
});

/** As of a plan that would cut off both sites. */
function blastRadiusAt(...sites: readonly string[]): Plan['blastRadius'] {
  const all = { risks: [], lost: places.map(({ site }) => ({ device: `id-${site}`, how: 'way' as const, at: null })), hidden: 0, strangers: [], unlinked: [], guessed: [] };
  return { devices: sites.map((site) => `${site}-core`), sites, ...losingIn(sites, all, places.map(deviceOf)) };
}

/** Of no site: what it would touch stands in its hash, and is told as it is. */
const plan: Plan = { ...onePlan, blastRadius: blastRadiusAt() };

const keptPlanAt = (site: string): KeptPlan => ({
  plan: { ...onePlan, id: `plan-${site}`, title: `Ports of ${site}`, steps: onePlan.steps.map((step) => ({ ...step, device: `id-${site}` })), blastRadius: blastRadiusAt(site) }, given: [], change: null,
});

/** Of a run that somebody began for all sites. */
const everyReport: DiscoveryReport = {
  sites: places.map(({ site }) => site), addresses: 2, alive: 2, fingerprinted: 2, devices: places.map(({ site }) => `id-${site}`), added: [], unmatched: [], elapsedMs: 1,
  problems: places.map(({ site, network }) => ({ address: `${network}.9.9`, plugin: null, where: '', code: 'JF0001', message: `nothing answers in ${site}`, hint: '' })),
};

const noteOn = (device: string): DeviceNote => ({ id: 'note-1', device, text: `port 7 of ${device}`, author: 'ada', madeAt: '', editedBy: null, editedAt: null, etag: 'x' });

const recordingOf = (device: string): KeptRecording => ({ id: 'recording-1', device, person: 'ada', madeAt: '', exchanges: 1, bytes: 1, calls: [], suspicious: [] });

const progressOf = (device: string): RecordingProgress => ({ device, person: 'ada', startedAt: '', done: 0, total: 1, label: device, failed: null });

const runOf = (...at: readonly string[]): DiscoveryRun => ({
  id: `run-${at.join('')}`, person: 'ada', site: null, network: null, startedAt: '', endedAt: null, state: 'failed', reason: `nothing answers in ${at.join(' and ')}`,
  sites: at.map((site) => ({ site, stage: 'done', done: 1, total: 1, addresses: 1, answered: 1, devices: [`id-${site}`], added: [`id-${site}`], changed: [], missing: [], unmatched: [], problems: [] })),
});

const discoveryRuns: readonly DiscoveryRun[] = places.map(({ site }) => runOf(site));

const rolloutAt = (...sites: readonly string[]): Rollout => ({
  id: `rollout-${sites.length === 1 ? sites.join('') : 'both'}`, title: 'Widget 2', person: 'ann', begun: '', ended: null, state: 'running', why: `worse at ${sites.join(' and ')}`, set: [], unset: [], soakMs: 0, wave: 0,
  waves: sites.map((site) => [{ site, state: 'written', at: '', before: null, now: null }]),
});

const rollouts = [rolloutAt('leeds'), rolloutAt('bristol'), rolloutAt('leeds', 'bristol')];

/** Of a device whose data lies at both sites. */
const recoveryOf = (device: string): Recovery => ({
  device, deviceName: 'lost', replacement: device, replacementName: 'lost', version: 1, versionSeenAt: '', begun: null, leftOut: [], cautions: [],
  steps: [{ kind: 'data', name: 'files', done: false, summary: '', person: null, at: null, copies: places.map(({ site }) => ({ deviceName: `backups of ${site}`, site, copiedAt: null, command: '' })) }],
});

/**
 * Services of two sites, Leeds in the north and Bristol in the south, with one of everything at each, and a change of both. The
 * name of a site stands in all that is of it and in nothing else, so that one sees which site an answer tells of.
 */
export function twoSites(fake: FakeServices): HostServices {
  const { services } = fake;
  const sites = places.map(siteOf);
  const devices = places.map(deviceOf);
  const changes = [changeAt('leeds-1', 'leeds'), changeAt('bristol-1', 'bristol'), changeAt('both-1', 'leeds', 'bristol')];
  const proposals: MergeProposal[] = places.map(({ site }) => ({ id: `proposal-${site}`, devices: [`id-${site}`, `id-${site}`], because: [{ type: 'name', value: `${site}-core` }], proposedAt: '' }));
  const current: Configuration = {
    ...services.configuration.current,
    organization: { id: 'acme', title: 'Acme', regions: [{ id: 'north', title: 'North', districts: [{ id: 'yorkshire', title: 'Yorkshire' }] }, { id: 'south', title: 'South', districts: [{ id: 'avon', title: 'Avon' }] }] },
    sites: new Map(sites.map((site) => [site.id, site])),
    explain: (key, scope) => ({ key, value: scope.level === 'site' ? scope.site : 'organization', layers: [] }),
    siteOf: (address) => sites.find((_site, at) => address.startsWith(`${places[at]?.network ?? ''}.`)) ?? null,
  };
  return {
    ...services,
    configuration: { ...services.configuration, current },
    inventory: {
      ...services.inventory, devices: (filter) => devices.filter(({ site }) => filter?.site === undefined || filter.site === site),
      find: (asked) => devices.find(({ id, name, address }) => [id, name, address].includes(asked)) ?? null, proposals: async () => proposals,
      split: async (id) => devices.find((device) => device.id === id) ?? switchDevice,
    },
    health: {
      ...services.health, states: (filter) => places.filter(({ site }) => (filter?.device ?? `id-${site}`) === `id-${site}`).map(({ site }) => ({ device: `id-${site}`, site, state: statusAt(site).state })),
      statuses: (filter = {}) => places.filter(({ site }) => (filter.site ?? site) === site && (filter.device ?? `id-${site}`) === `id-${site}`).map(({ site }) => statusAt(site)),
      incidents: async (filter = {}) => (filter.status === 'acknowledged' || filter.status === 'resolved' ? [] : places.map(({ site }) => incidentAt(site)).filter(({ id, device }) => (filter.device ?? device) === device && (filter.ids?.includes(id) ?? true) && (filter.devices?.includes(device) ?? true))),
      samples: async () => [{ at: 0, value: 1 }], checkNow: async (device) => [statusAt(device.replace('id-', ''))],
    },
    incidents: {
      ...services.incidents, tasks: async (filter) => places.map(({ site }) => taskAt(site)).filter(({ device }) => filter?.devices?.includes(device) ?? true), closeTask: async (id) => taskAt(id.replace('task-', '')), delegate: async ({ incident }) => taskAt(incident.replace('incident-', '')),
      notes: async (incident) => [{ at: '', person: 'ada', what: 'opened', text: incident }],
      // A way that leads through both sites.
      why: async (incident) => ({
        incident, check: { plugin: 'snmp-switch', check: 'ports', title: 'Ports', state: 'critical', summary: '', since: null, items: [] }, cause: null,
        path: devices.map(({ id, name, site }) => ({ device: id, deviceName: name, site, state: 'ok', incident: null })), maintenance: [], behind: devices.map(({ id, name }) => ({ device: id, deviceName: name, state: 'ok' })),
        suppressed: devices.map(({ id, name }) => ({ device: id, deviceName: name, plugin: 'snmp-switch', check: 'ports', why: '', by: null })),
        lastChange: { id: 'c-1', title: '', person: '', state: 'kept', startedAt: '', devices: devices.map(({ id, name }) => ({ device: id, deviceName: name })) },
      }),
      maintenance: () => places.map(({ site }) => maintenanceAt(site)), beginMaintenance: async ({ of }) => ({ ...maintenanceAt('node' in of && of.node.level === 'site' ? of.node.id : ''), of }),
      endMaintenance: async (id) => maintenanceAt(id.replace('maintenance-', '')),
    },
    notifications: {
      ...services.notifications, list: async ({ seen } = {}) => places.map(({ site }) => notificationAt(site)).filter((one) => seen === undefined || (one.devices.length === 0 ? one.site !== null && seen.sites.includes(one.site) : one.devices.every((of) => seen.devices.includes(of)))), test: async ({ site }) => notificationAt(site ?? 'the organization'),
      routes: (site) => [{ name: 'night', site, to: ['phone'], states: ['critical'], after: 'off', group: 1, digest: 1, repeat: 'off', duringChanges: 'off', resolved: true }], channels: (site) => [{ name: 'phone', site, kind: 'mail', target: `night@${site ?? 'all'}.example.org` }],
    },
    reports: {
      ...services.reports,
      of: async (month, of) => ({ month, madeAt: '', sites: [], classes: [], devices: [], incidents: [], repair: of.map((site) => ({ site, incidents: 1, meanAcknowledgedMs: null, meanRepairedMs: null, medianRepairedMs: null })), changes: [], backups: [], capacity: [] }),
    },
    catalogue: { ...services.catalogue, find: () => savingPlugin },
    changes: { ...services.changes, blastRadius: (risks) => blastRadiusOf(risks, devices), plan: async () => plan, plans: async () => places.map(({ site }) => keptPlanAt(site)), findPlan: async (id) => places.map(({ site }) => keptPlanAt(site)).find((kept) => kept.plan.id === id) ?? null, list: async ({ device, before } = {}) => changes.slice(changes.findIndex(({ id }) => id === before) + 1).filter(({ steps }) => device === undefined || steps.some((step) => step.device === device)), find: async (id) => changes.find((change) => change.id === id) ?? null },
    drift: { ...services.drift, replan: async () => plan, list: async (filter = {}) => places.map(({ site }) => driftAt(site)).filter(({ device, site }) => (filter.device ?? device) === device && (filter.site ?? site) === site) },
    discovery: { ...services.discovery, run: async () => everyReport, runs: () => discoveryRuns, begin: async ({ site }) => runOf(...discoveryRuns.flatMap((run) => run.sites.map((one) => one.site)).filter((one) => (site ?? one) === one)), end: async (id) => discoveryRuns.find((run) => run.id === id) ?? runOf() },
    history: {
      ...services.history, versions: async (device) => [versionAt(device)], version: async (device) => ({ ...versionAt(device), items: [] }), diff: async (device) => [{ title: device, kind: 'added', differences: [] }],
      take: async (device) => ({ version: versionAt(device), fresh: false, unread: [] }), restore: async () => ({ plan, leftOut: [] }),
    },
    recovery: {
      ...services.recovery, find: async (device) => recoveryOf(device), begin: async ({ device }) => recoveryOf(device), done: async ({ device }) => recoveryOf(device), plan: async () => ({ plan, leftOut: [] }),
      scores: (site) => places.filter((one) => site === null || one.site === site).map((one) => ({ site: one.site, score: 50, parts: [] })),
    },
    rollouts: { ...services.rollouts, list: async () => rollouts, find: async (id) => rollouts.find((one) => one.id === id) ?? null, begin: async ({ waves }) => rolloutAt(...waves.flat()), control: async (id) => rollouts.find((one) => one.id === id) ?? rolloutAt() },
    notes: { of: async (device) => [noteOn(device)], add: async ({ device }) => noteOn(device), edit: async ({ device }) => ({ before: noteOn(device), after: noteOn(device) }), remove: async ({ device }) => noteOn(device), move: async () => undefined },
    library: { ...services.library, of: async (device) => [recordingOf(device)], text: async (device) => ({ ...recordingOf(device), text: device }), progress: (device) => progressOf(device), begin: (device) => progressOf(device), remove: async () => undefined },
    traps: {
      status: () => null,
      kept: async () => places.map(({ site, network }) => ({ device: `id-${site}`, kept: 1, last: { at: '', address: `${network}.0.1`, oid: '1.3.6.1', kind: 'trap', version: '2c' } })),
      recent: async (asked) => places.map(({ site, network }) => ({ device: `id-${site}`, at: '', address: `${network}.0.1`, oid: '1.3.6.1', kind: 'trap' as const, version: '2c' as const, varbinds: [], heard: [] })).filter(({ device }) => asked.devices?.includes(device) ?? true),
      droppedFrom: () => places.map(({ network }) => ({ address: `${network}.9.9`, dropped: 1, last: '' })),
    },
    transports: { ...services.transports, hostKeys: async () => places.map(({ site, network }) => ({ address: `${network}.0.1`, port: 22, fingerprint: `SHA256:${site}`, firstSeen: '', status: 'accepted', offered: null })) },
    audit: {
      ...services.audit,
      list: async (filter = {}) => places.map(({ site }, index) => ({
        sequence: index + 1, at: '', origin: null, person: 'ada', action: 'operation.write', plugin: null, pluginVersion: null, device: `id-${site}`, change: null, outcome: 'done' as const, detail: site, hash: '', changed: [],
      })).filter((record) => (filter.device ?? record.device) === record.device && (filter.devices?.includes(record.device) ?? true)),
    },
  };
}
