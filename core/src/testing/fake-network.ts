import { Unreachable, type JsonObject } from '@jackfield/sdk';
import { manifestSchema } from '@jackfield/sdk/manifest';
import { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '../access/index.ts';
import { changesMigrations, type ChangeDependencies } from '../changes/index.ts';
import { createHostEvents } from '../events/index.ts';
import { defineError } from '../errors/index.ts';
import type { CheckStatus } from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import { pluginLockSchema, trustSchema, type Configuration, type Enablement } from '../sites/index.ts';
import { storeFull, type Statement, type Store } from '../store/index.ts';

export type Operation = 'read' | 'apply' | 'confirm' | 'restore' | 'probe' | 'save' | 'write-store' | 'check';
/** What a device takes back by itself when its time is over. */
interface Trial {
  readonly device: string;
  readonly before: JsonObject;
  leftMs: number;
}

/**
 * `before` fails without effect, `after` fails when it was done, `half` does a part of it and fails; so do crashes. `lie` succeeds without effect.
 * Of a push only: `armed` begins the trial and does nothing else, `cut` does all of it, and nobody reaches the device any more.
 */
export type Fault = 'before' | 'armed' | 'half' | 'after' | 'cut' | 'lie' | 'crash-before' | 'crash-armed' | 'crash-half' | 'crash-after' | 'crash-cut';

const storeBroken = defineError('JF6999', 'store of a test failed', 'None.');

/** The process ended: nothing works any more until a new service is made. */
export class Crash extends Error {}

function device(name: string, site: string, neighbours: readonly string[] = []): ManagedDevice {
  return {
    id: `id-${name}`, name, site, kind: 'switch', address: '192.0.2.1', addresses: ['192.0.2.1'], vendor: null, model: null, os: null, version: null,
    serial: null, labels: { role: name.startsWith('core') ? 'core' : 'access' }, plugins: [{ id: 'fake', discovery: 'any' }], keys: [], interfaces: [],
    neighbours: neighbours.map((remoteName) => ({ protocol: 'lldp' as const, localPort: null, remoteName, remotePort: null, remoteChassis: null })),
    firstSeen: '', lastSeen: '',
  };
}

const describeFake = (saves: boolean, cuts = false) => manifestSchema.parse({
  title: 'Fake',
  contributes: {
    discovery: { any: { match: [{ 'snmp.sysDescr': '*' }], saves } },
    checks: {
      ports: { title: 'Ports', every: '1m', metrics: { registered: { title: 'Registered', unit: 'phones' } } },
      other: { title: 'Other', every: '1m' },
    },
    resources: {
      port: { title: 'Port', schema: 'port.json', key: ['port'], commitClass: 'snapshot' },
      system: { title: 'System', schema: 'system.json', commitClass: 'confirm', ...(cuts ? { apart: true } : {}) },
      ...(cuts ? { route: { title: 'Route', schema: 'system.json', commitClass: 'timer', apart: true } } : {}),
      firmware: { title: 'Firmware', schema: 'firmware.json', commitClass: 'irreversible' },
      label: { title: 'Label', schema: 'port.json', key: ['port'], commitClass: 'snapshot', probe: true },
    },
  },
});
const text = { type: 'string' };
const manifest = describeFake(false);
const plugin: InstalledPlugin = {
  id: 'fake', packageName: 'jackfield-plugin-fake', version: '1.0.0', directory: '', manifest, entry: '', settingsSchema: null,
  scripts: new Map(), permissionsHash: '', points: {},
  resourceSchemas: new Map<string, JsonObject>([
    ['port', { type: 'object', properties: { port: text, alias: text, speed: { type: 'integer' } }, required: ['port'], additionalProperties: false }],
    ['system', { type: 'object', properties: { contact: text, password: { ...text, writeOnly: true }, config: text }, additionalProperties: false }],
    ['firmware', { type: 'object', properties: { image: text }, additionalProperties: false }],
    ['label', { type: 'object', properties: { port: text, alias: text, speed: { type: 'integer' } }, required: ['port'], additionalProperties: false }],
  ]),
};

/** The same for devices that start with what was saved last. */
export const savingPlugin: InstalledPlugin = { ...plugin, manifest: describeFake(true) };

/** The same with resources that may cut the way to their device. */
export const cuttingPlugin: InstalledPlugin = {
  ...plugin, manifest: describeFake(false, true),
  resourceSchemas: new Map([...plugin.resourceSchemas, ['route', { type: 'object', properties: { contact: text }, additionalProperties: false }]]),
};

/** Switches that remember what is set, with a store and health, each of which can fail at any operation. */
export class FakeNetwork implements AsyncDisposable {
  readonly database = new DatabaseSync(':memory:');
  readonly devices = [device('core', 'leeds', ['access-1', 'access-2', 'uplink']), device('access-1', 'leeds'), device('access-2', 'york'), device('uplink', 'leeds', ['office']), device('office', 'leeds')];
  readonly audit: AuditEntry[] = [];
  /** What is said of the open ones, by device and what they are about. */
  readonly incidents = new Map<string, string>();
  readonly events = createHostEvents();
  readonly states = new Map<string, JsonObject>();
  /** What each device starts with, where it was told to save it. */
  readonly startups = new Map<string, JsonObject>();
  /** What devices say to a probe, by id; undefined where they take it. */
  readonly refusals = new Map<string, Error>();
  readonly critical = new Set<string>();
  /** Phones that are registered, by id of the device; a metric of the check. */
  readonly registered = new Map<string, number>();
  /** What the cascade asks of changes, by site. */
  conditions: { readonly [site: string]: JsonObject } = {};
  /** Every operation that was asked, for placing faults. */
  readonly log: Operation[] = [];
  plugin = plugin;
  enabled = true;
  grant: Enablement['grant'] = 'write';
  /** Variables of the cascade, by site. */
  variables: { readonly [site: string]: JsonObject } = {};
  /** The disk of the store: what waits for room on it is written by `makeRoom`. */
  diskIsFull = false;
  readonly #held: (readonly Statement[])[] = [];
  time = new Date('2026-01-01T00:00:00Z');
  /** Called before each operation with its number. */
  fault: (operation: Operation, number: number, device: string) => Fault | null = () => null;
  /** Called when something was written to a device. */
  wrote: (device: string) => void | Promise<void> = () => {};
  /** Devices that nobody reaches, until they take back what they have on trial. */
  readonly cutOff = new Set<string>();
  readonly #trials = new Map<string, Trial>();
  #crashed = false;

  constructor() {
    for (const { statements } of changesMigrations) for (const statement of statements) this.database.exec(statement);
  }

  isOnTrial(deviceName: string): boolean {
    return this.#trials.values().some(({ device: id }) => id === `id-${deviceName}`);
  }

  /** The time of what the device has on trial is over. */
  endTrial(deviceName: string): void {
    for (const [slot, trial] of this.#trials) if (trial.device === `id-${deviceName}`) this.#takeBack(slot, trial);
  }

  /** The device restarts: what it has is on its disk and stays, what it has on trial it does not know any more. */
  restartDevice(deviceName: string): void {
    for (const [slot, trial] of this.#trials) if (trial.device === `id-${deviceName}`) this.#trials.delete(slot);
  }

  /** A new process on the same store and devices. */
  restart(): ChangeDependencies {
    this.#crashed = false;
    this.fault = () => null;
    return this.dependencies;
  }

  state(deviceName: string, resource: string, key: JsonObject = {}): JsonObject {
    return this.states.get(this.#slot(`id-${deviceName}`, resource, key)) ?? { alias: 'old', contact: 'nobody', password: 'old-secret', config: 'password old-secret\nend\n' };
  }

  /** What the device has after a restart. */
  startup(deviceName: string, resource: string, key: JsonObject = {}): JsonObject | null {
    return this.startups.get(this.#slot(`id-${deviceName}`, resource, key)) ?? null;
  }

  set(deviceName: string, resource: string, key: JsonObject, state: JsonObject): void {
    this.states.set(this.#slot(`id-${deviceName}`, resource, key), state);
  }

  get dependencies(): ChangeDependencies {
    return {
      store: this.#store(), events: this.events, patience: [0, 0], pass: async (milliseconds) => this.#pass(milliseconds), now: () => this.time,
      inventory: {
        devices: (filter) => this.devices.filter(({ site }) => filter?.site === undefined || filter.site === site),
        find: (name) => this.devices.find((one) => one.id === name || one.name === name) ?? null,
      },
      catalogue: { find: (id) => (id === this.plugin.id ? this.plugin : null) },
      configuration: { current: this.#configuration() },
      audit: { record: async (entry) => void this.audit.push(entry), recordDeed: async (entry) => void this.audit.push(entry) },
      health: {
        checkNow: async (id) => this.#operation('check', id, () => [this.status(id)]),
        report: async ({ device: id, about }, { summary }) => void this.incidents.set(`${id} ${about}`, summary),
        resolve: async ({ device: id, about }) => void this.incidents.delete(`${id} ${about}`),
      },
      plugins: {
        read: async ({ device: { id, name }, resource, key }) => this.#operation('read', id, () => structuredClone(this.state(name, resource, key))),
        plan: async ({ current, spec }) => ({ ...current, ...Object.fromEntries(Object.entries(spec).filter(([field]) => field !== 'port')) }),
        probe: async ({ device: { id } }) => this.#operation('probe', id, () => {
          const refusal = this.refusals.get(id);
          if (refusal !== undefined) throw refusal;
        }),
        save: async ({ device: { id } }) => this.#operation('save', id, () => {
          for (const [slot, state] of this.states) if (slot.startsWith(`${id} `)) this.startups.set(slot, structuredClone(state));
          return true;
        }),
        apply: async ({ device: { id, name }, resource, key, wanted, trialMs }) => {
          const slot = this.#slot(id, resource, key);
          this.#write('apply', slot, id, wanted, trialMs === undefined ? null : { device: id, before: this.state(name, resource, key), leftMs: trialMs });
        },
        confirm: async ({ device: { id }, resource, key }) => this.#operation('confirm', id, () => void this.#trials.delete(this.#slot(id, resource, key))),
        restore: async ({ device: { id, name }, resource, key, state, trialMs }) =>
          this.#write('restore', this.#slot(id, resource, key), id, state, trialMs === undefined ? null : { device: id, before: this.state(name, resource, key), leftMs: trialMs }),
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.database.close();
  }

  /** Room again: what waited is written in its order. */
  makeRoom(): void {
    this.diskIsFull = false;
    for (const statements of this.#held.splice(0)) this.#commit(statements);
  }

  #commit(statements: readonly Statement[]): void {
    this.database.exec('BEGIN');
    for (const { sql, values = [] } of statements) this.database.prepare(sql).run(...values);
    this.database.exec('COMMIT');
  }

  #slot(id: string, resource: string, key: JsonObject): string {
    return `${id} ${resource} ${JSON.stringify(key)}`;
  }

  #configuration(): Configuration {
    const enablement = (): Enablement => ({ enabled: this.enabled, version: null, grant: this.grant, calls: false });
    const unused = (): never => {
      throw new Error('not asked for by changes');
    };
    return {
      directory: '', etag: '', sites: new Map(), pluginLock: pluginLockSchema.parse({}), trust: trustSchema.parse({}), enablement,
      setting: (key, scope) => ('site' in scope ? (key === 'changes' ? this.conditions[scope.site] : this.variables[scope.site]?.[key.replace(/^variables\./, '')]) : undefined), pluginSettings: unused, siteOf: unused,
      explain: (key) => ({ key, value: undefined, layers: [{ layer: 'site', name: 'leeds', value: 'read', place: { file: 'sites/leeds.yaml', line: 7, column: 5 }, effective: true }] }),
      organization: { id: 'acme', title: 'Acme', regions: [] },
      daemon: { stateDirectory: '', socket: '', listen: { address: '', port: 0 }, publicUrl: null, oidc: null, passwords: 'always', plugins: [], logLevel: 'info', retention: { samplesDays: 1, rollupsDays: 1, resultsDays: 1 }, traps: null, simulators: null },
    };
  }

  /** What the check of a device says; a test may have it say something else. */
  status(id: string): CheckStatus {
    return this.plainStatus(id);
  }

  plainStatus(id: string): CheckStatus {
    return {
      device: id, plugin: 'fake', check: 'ports', title: 'Ports', state: this.critical.has(id) ? 'critical' : 'ok', hard: true, attempt: 1,
      summary: this.critical.has(id) ? 'a port is down' : 'all up', items: [], metrics: this.registered.has(id) ? [{ name: 'registered', value: this.registered.get(id) ?? 0 }] : [], since: null, lastRun: null, nextRun: null, elapsedMs: null, code: null, where: '', hint: '',
    };
  }

  /** Does the work as the fault at this point allows. `half` is a part of the work, where it has parts. */
  #operation<Value>(operation: Operation, id: string, work: () => Value, { half = work, lie = work, armed = work }: Partial<Record<'half' | 'lie' | 'armed', () => Value>> = {}): Value {
    if (this.#crashed) throw new Crash('the host is dead');
    const fault = this.fault(operation, this.log.push(operation) - 1, id);
    if (fault === null) {
      if (this.cutOff.has(id)) throw new Unreachable(`${operation} on ${id}: no answer`);
      return work();
    }
    if (fault === 'lie') return lie();
    if (fault.endsWith('half')) half();
    else if (fault.endsWith('armed')) armed();
    else if (fault.endsWith('after') || fault.endsWith('cut')) work();
    if (fault.endsWith('cut')) this.cutOff.add(id);
    this.#crashed = fault.startsWith('crash');
    if (this.#crashed) throw new Crash('the host dies');
    throw operation === 'write-store' ? storeBroken('disk full') : new Unreachable(`${operation} on ${id} timed out`);
  }

  /** Time goes by on the devices: what is on trial for longer than it may be is taken back. */
  #pass(milliseconds: number): void {
    for (const [slot, trial] of this.#trials) {
      trial.leftMs -= milliseconds;
      if (trial.leftMs <= 0) this.#takeBack(slot, trial);
    }
  }

  #takeBack(slot: string, { before, device: id }: Trial): void {
    this.states.set(slot, before);
    this.cutOff.delete(id);
    this.#trials.delete(slot);
  }

  #write(operation: 'apply' | 'restore', slot: string, id: string, state: JsonObject, trial: Trial | null): void {
    const arm = (): void => {
      if (trial === null) this.#trials.delete(slot);
      else this.#trials.set(slot, trial);
    };
    const put = (value: JsonObject): void => {
      arm();
      this.states.set(slot, structuredClone(value));
      void this.wrote(id);
    };
    this.#operation(operation, id, () => put(state), { half: () => put({ ...state, half: true }), lie: () => undefined, armed: arm });
  }

  #store(): Store {
    return {
      read: async ({ sql, values = [] }) => {
        if (this.#crashed) throw new Crash('the host is dead');
        return this.database.prepare(sql).all(...values).map((row) => ({ ...row }));
      },
      write: async (statements) => {
        if (this.diskIsFull) throw storeFull('no room on the disk of the test');
        this.#operation('write-store', '', () => this.#commit(statements));
      },
      status: () => ({ waiting: this.#held.length, lost: 0, problem: null }),
      writeSoon: async (statements) => {
        if (this.#crashed) throw new Crash('the host is dead');
        this.#held.push(statements);
        return 'kept';
      },
      backup: () => Promise.reject(new Error('not asked for by changes')),
      [Symbol.asyncDispose]: async () => {},
    };
  }
}
