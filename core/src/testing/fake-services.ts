import { writeFile } from 'node:fs/promises';
import { accessMigrations, createPeople, createProviderLogin, origin, type AuditEntry, type AuditRecord } from '../access/index.ts';
import { blastRadiusOf, type Change, type ChangesStop, type Plan } from '../changes/index.ts';
import { createHostEvents } from '../events/index.ts';
import type { CheckStatus, Incident } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { PluginStatus } from '../plugins/index.ts';
import { etagOf, textOf, type Configuration, type IdentityProvider } from '../sites/index.ts';
import { apiMigrations, type HostServices } from '../api/index.ts';
import type { StorageStatus } from '../store/index.ts';
import { createKeptRecordings, recordingMigrations } from '../library/index.ts';
import { createDeviceNotes, notesMigrations } from '../notes/index.ts';
import { createSavedViews, viewsMigrations } from '../views/index.ts';
import { fakePackages } from './fake-packages.ts';
import { MemoryStore } from './memory-store.ts';
import type { DroppedFrom, KeptTraps, TrapStatus } from '../traps/index.ts';

export const switchDevice: ManagedDevice = {
  id: 'id-1', name: 'core-1', site: 'leeds', kind: 'switch', address: '10.1.0.1', addresses: ['10.1.0.1'], vendor: 'Acme', model: 'W48', os: null,
  version: '7.1', serial: null, labels: { role: 'core' }, plugins: [{ id: 'snmp-switch', discovery: 'switch' }], keys: [{ type: 'name', value: 'core-1' }],
  interfaces: [{ index: 3, name: 'Gi1/0/3', description: null, alias: 'uplink', type: null, adminStatus: 'up', operStatus: 'up', speed: 1_000_000_000, mtu: 1_500, mac: null }],
  neighbours: [{ protocol: 'lldp', localPort: 'Gi1/0/3', remoteName: 'edge-2', remotePort: 'Gi1/0/1', remoteChassis: null }],
  firstSeen: '2026-01-01T00:00:00.000Z', lastSeen: '2026-01-01T00:00:00.000Z',
};

export const portsStatus: CheckStatus = {
  device: 'id-1', plugin: 'snmp-switch', check: 'ports', title: 'Ports', state: 'critical', hard: true, attempt: 3, summary: '1 of 48 down',
  items: [{ name: 'Gi1/0/9', state: 'critical', summary: 'down' }], metrics: [], since: '2026-01-01T00:00:00.000Z', lastRun: '2026-01-01T00:00:00.000Z', nextRun: null,
  elapsedMs: 120, code: null, where: '', hint: '',
};

export const openIncident: Incident = {
  id: '3f9a01bc-0000-4000-8000-000000000000', device: 'id-1', plugin: 'snmp-switch', check: 'ports', item: 'Gi1/0/9', state: 'critical', summary: 'Ports: Gi1/0/9 down',
  status: 'open', openedAt: '2026-01-01T00:00:00.000Z', resolvedAt: null,
};

export const pluginStatus: PluginStatus = {
  id: 'snmp-switch', version: '0.1.0', state: 'active', pid: 4_711, activation: { reason: 'check ports', at: '2026-01-01T00:00:00.000Z', readyMs: 41 }, restarts: 1, lastExit: null, sdk: '0.1.0', deprecated: [],
  cpuMs: 1_200, pssBytes: 21_000_000, calls: 10, openCalls: 0, messages: 100, waiting: 0, operations: 40, refused: 0, lastErrors: [], fences: [],
};

export const plan: Plan = {
  format: 1, id: 'p-1', title: 'Describe the uplink', author: 'ada', createdAt: '2026-01-01T00:00:00.000Z', expiresAt: '2026-01-02T00:00:00.000Z',
  steps: [{
    device: 'id-1', deviceName: 'core-1', plugin: 'snmp-switch', pluginVersion: '0.1.0', resource: 'port', key: { name: 'Gi1/0/3' }, commitClass: 'snapshot', wave: 0, unit: 'id-1', waitsFor: [], baseHash: 'aa',
    current: { alias: 'uplink' }, wanted: { alias: 'to edge-2' }, differences: [{ path: 'alias', before: 'uplink', after: 'to edge-2' }],
  }],
  unchanged: 0, rollout: { waves: 1, soakMs: 0, maxFailures: 0, atOnce: 1 }, health: { tolerate: [] }, windows: [], approvals: 0, blastRadius: { devices: ['core-1'], sites: ['leeds'], behind: ['edge-2'] }, hash: 'abc123',
};

export function changeOf(state: Change['state']): Change {
  return {
    id: 'c-1', title: plan.title, person: 'ada', state, planHash: plan.hash, startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T00:00:02.000Z', undoes: null, undoneBy: null, wave: 0, waves: 1, paused: false,
    steps: [{ device: 'id-1', resource: 'port', key: { name: 'Gi1/0/3' }, state: state === 'kept' ? 'verified' : 'restored', message: null }],
  };
}

const leeds = { id: 'leeds', title: 'Leeds', region: 'north', district: 'yorkshire', networks: ['10.1.0.0/16'], devices: [], file: 'sites/leeds.yaml' };

/** Services that answer from constants and remember what was asked; a test replaces what it is about. */
export class FakeServices {
  readonly audited: AuditEntry[] = [];
  /** From where what is in the audit was asked for. */
  readonly origins: (string | null)[] = [];
  readonly events = createHostEvents();
  readonly database = new MemoryStore([...accessMigrations, ...notesMigrations, ...viewsMigrations, ...recordingMigrations, ...apiMigrations]);
  readonly people = createPeople(this.database);
  readonly directory: string;
  readonly socket: string;
  applied: Change['state'] = 'kept';
  applying = async (): Promise<Change> => changeOf(this.applied);
  discover: HostServices['discovery']['run'];
  storeFails = false;
  /** How it stands with the disk, of the database and of the log alike. */
  storage: StorageStatus = { waiting: 0, lost: 0, problem: null };
  /** SNMP traps: how the port stands, what is kept, whose were dropped. */
  traps: TrapStatus | null = null;
  /** Who stopped all changes. */
  changesStop: ChangesStop | null = null;
  keptTraps: readonly KeptTraps[] = [];
  droppedFrom: readonly DroppedFrom[] = [];
  /** What is left out of the configuration. */
  complaints: readonly Error[] = [];
  /** Of jackfield.yaml. */
  publicUrl: string | null = null;
  oidc: IdentityProvider | null = null;
  passwords: 'always' | 'until-passkey' = 'always';
  /** Secrets that are not there. */
  missing: readonly Error[] = [];

  constructor(directory: string, socket: string) {
    this.directory = directory;
    this.socket = socket;
    this.discover = async ({ onProgress }) => {
      onProgress?.({ site: 'leeds', stage: 'sweep', done: 1, total: 2, found: 1 });
      return { sites: ['leeds'], addresses: 2, alive: 1, fingerprinted: 1, devices: ['id-1'], added: ['id-1'], unmatched: [], problems: [], elapsedMs: 5 };
    };
  }

  get services(): HostServices {
    const nothing = async (): Promise<void> => {};
    const unused = async (): Promise<never> => Promise.reject(new Error('not part of this test'));
    const closed = { [Symbol.asyncDispose]: nothing };
    // A test knows its port when it listens.
    const publicUrl = (): string | null => this.publicUrl;
    const oidc = (): IdentityProvider | null => this.oidc;
    const configuration: Pick<Configuration, 'directory' | 'organization' | 'sites' | 'daemon' | 'explain' | 'setting' | 'siteOf' | 'enablement' | 'pluginLock' | 'trust'> = {
      enablement: () => ({ enabled: true, version: null, grant: 'read', calls: false }), pluginLock: { plugins: {} }, trust: { publishers: {}, organization: null, unsigned: [], minimumReleaseAge: '3d' },
      directory: this.directory,
      organization: { id: 'acme', title: 'Acme', regions: [] },
      sites: new Map([['leeds', leeds]]),
      daemon: {
        stateDirectory: this.directory, socket: this.socket, listen: { address: '127.0.0.1', port: 0 }, get publicUrl() { return publicUrl(); }, get oidc() { return oidc(); }, passwords: this.passwords, plugins: [], logLevel: 'info', traps: null, simulators: null,
        retention: { samplesDays: 7, rollupsDays: 400, resultsDays: 30 },
      },
      explain: (key) => ({ key, value: 161, layers: [] }),
      setting: () => undefined,
      siteOf: (address) => (address.startsWith('10.1.') ? leeds : null),
    };
    return {
      configuration: { ...closed, current: configuration as Configuration, reload: async () => ({ kind: 'unchanged', since: '2026-01-01T12:00:00.000Z' }), participate: () => ({ [Symbol.dispose]: () => {} }), check: async () => [], settingsSchema: {},
        write: async ({ file, text }) => { const after = text(await textOf(this.directory, file)); return { file, etag: etagOf(after), before: null, after, changed: true, atNextStart: [] }; },
      },
      traps: { status: () => this.traps, kept: () => Promise.resolve(this.keptTraps), recent: async () => [], droppedFrom: () => this.droppedFrom },
      transports: {
        ...closed, perform: unused, subscribe: async function* none() {}, receiveTraps: () => { throw new Error('not used here'); }, renew: nothing, sweep: unused, redact: async (texts) => texts, reloadCredentials: async () => this.missing, acceptHostKey: nothing, refuseHostKey: nothing, hostKeys: async () => [],
        status: () => [{ thread: 'snmp', operations: 5, failures: 1, inFlight: 0, restarts: 0, sshLoginMs: { p50: 20, p95: 40, max: 80 } }],
      },
      plugins: {
        ...closed, identify: unused, inspect: unused, check: unused, read: unused, list: unused, plan: unused, probe: unused, save: unused, apply: unused, confirm: unused, restore: unused, watch: unused, notify: unused, profile: async () => ({ nodes: [], startTime: 0, endTime: 1, samples: [], timeDeltas: [] }), release: () => {},
        status: async () => [pluginStatus],
      },
      packages: fakePackages,
      crashes: { list: async () => [] },
      catalogue: { plugins: [], refused: [], find: () => null },
      inventory: {
        at: () => [],
        devices: ({ site } = {}) => (site === undefined || site === 'leeds' ? [switchDevice] : []), find: (name) => ([switchDevice.id, switchDevice.name].includes(name) ? switchDevice : null),
        record: unused, attach: unused, withdraw: nothing, keepDeclared: nothing, remove: nothing, proposals: async () => [], decide: nothing, split: unused,
      },
      notes: createDeviceNotes(this.database), views: createSavedViews(this.database), library: createKeptRecordings(this.database),
      discovery: { ...closed, run: (...call) => this.discover(...call), begin: unused, end: unused, runs: () => [], lookAgain: nothing },
      health: {
        ...closed, start: nothing, checkNow: async () => [portsStatus], statuses: () => [portsStatus], states: (filter) => (filter?.device ?? switchDevice.id) !== switchDevice.id ? [] : [{ device: switchDevice.id, site: switchDevice.site, state: portsStatus.state }], samples: async () => [], acknowledge: nothing, report: nothing, resolve: nothing,
        incidents: async ({ status = 'open', ids = [openIncident.id] } = {}) => (status === 'open' && ids.includes(openIncident.id) ? [openIncident] : []),
        schedule: () => ({ scheduled: 1, inFlight: 0, runs: 3, skipped: 0, droppedMetrics: 0, unsaved: 0, lagMs: { p50: 1, p95: 2, max: 3 } }),
      },
      incidents: {
        ...closed, start: nothing, acknowledge: nothing, note: nothing, notes: async () => [], why: unused, delegate: unused, tasks: async () => [], closeTask: unused, beginMaintenance: unused, endMaintenance: unused,
        maintenance: () => [], maintenanceOf: () => [], maintenanceBetween: async () => [],
      },
      notifications: { ...closed, start: nothing, list: async () => [], routes: () => [], channels: () => [], test: unused, send: unused, counts: async () => ({ waiting: 0, sent: 0, failed: 0 }) },
      reports: { ...closed, start: nothing, unmade: () => [], of: async (month) => ({ month, madeAt: '', sites: [], classes: [], devices: [], incidents: [], repair: [], changes: [], backups: [], capacity: [] }) },
      changes: { ...closed, blastRadius: (risks) => blastRadiusOf(risks, [switchDevice]), plan: async () => plan, plans: async () => [{ plan, given: [], change: null }], findPlan: async (id) => (id === plan.id ? { plan, given: [], change: null } : null), apply: () => this.applying(), undo: async () => changeOf('reverted-verified'), control: async () => changeOf('applying'), save: async () => changeOf('kept'), underWay: () => new Map(),
        stop: async ({ person, reason }) => (this.changesStop = { person, reason, at: '2026-01-01T00:00:00.000Z' }), lift: async () => void (this.changesStop = null), stopped: async () => this.changesStop,
        approve: async ({ person }) => ({ plan: plan.id, title: plan.title, hash: plan.hash, needed: 1, given: [{ person, at: '2026-01-01T00:00:00.000Z' }] }), list: async () => [changeOf('kept')], find: async () => null, recover: async () => [] },
      history: { ...closed, start: () => {}, take: unused, versions: async () => [], version: unused, diff: async () => [], restore: unused },
      drift: { ...closed, start: () => {}, list: async () => [], check: async () => [], replan: async () => plan, accept: async () => [] },
      rollouts: { ...closed, start: () => {}, list: async () => [], find: async () => null, begin: unused, control: unused, advance: nothing },
      recovery: { meant: async () => null, find: unused, begin: unused, plan: unused, done: unused, scores: () => [] },
      log: { status: () => this.storage },
      complaints: () => this.complaints,
      audit: {
        record: async (entry) => this.#record(entry), recordDeed: async (entry) => this.#record(entry), verify: async () => null,
        list: async ({ device, devices } = {}): Promise<AuditRecord[]> => this.audited
          .map((entry, index) => ({ changed: [], ...entry, sequence: index + 1, at: '2026-01-01T00:00:00.000Z', hash: '', origin: null })).filter((record) => (device === undefined || record.device === device) && (devices === undefined || (record.device !== null && devices.includes(record.device)))),
      },
      people: this.people,
      providerLogin: createProviderLogin({ secret: async () => 'client-secret' }),
      events: this.events,
      store: {
        ...closed, write: (statements) => this.database.write(statements), writeSoon: (statements) => this.database.writeSoon(statements), status: () => this.storage, backup: (file) => writeFile(file, ''),
        read: (statement) => (this.storeFails ? unused() : this.database.read(statement)),
      },
    };
  }
  #record(entry: AuditEntry): void {
    this.audited.push(entry);
    this.origins.push(origin.getStore() ?? null);
  }
}
