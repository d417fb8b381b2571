import { manifestSchema, type Manifest } from '@jackfield/sdk/manifest';
import { result, type CheckResult, type Json, type OutcomeError } from '@jackfield/sdk';
import { columnsOf } from '@jackfield/sdk/runtime';
import { createHostEvents } from '../../events/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import type { InstalledPlugin, PluginHost } from '../../plugins/index.ts';
import type { Configuration, DeclaredDevice } from '../../sites/index.ts';
import { createHealthService, type HealthDependencies } from '../health.ts';
import type { HealthService } from '../health-service.ts';
import { MemoryStore } from '../../testing/index.ts';
import { healthMigrations } from '../migrations.ts';

type CheckCall = Parameters<PluginHost['check']>[0];

export function device(name: string, address = '127.0.0.1'): ManagedDevice {
  return {
    id: `id-${name}`, name, site: 'leeds', kind: 'switch', address, addresses: [address], vendor: null, model: null, os: null,
    version: null, serial: null, labels: {}, plugins: [{ id: 'widget', discovery: 'widget' }], keys: [], interfaces: [],
    neighbours: [], firstSeen: '', lastSeen: '',
  };
}

function installed(manifest: Manifest): InstalledPlugin {
  return {
    id: 'widget', packageName: 'jackfield-plugin-widget', version: '1.0.0', directory: '/', manifest, entry: null,
    resourceSchemas: new Map(), settingsSchema: null, scripts: new Map(), permissionsHash: '', points: {},
  };
}

/** A health service among fakes: a plugin `widget`, a site `leeds`, and devices that answer as the test says. */
export class Rig implements AsyncDisposable {
  readonly events = createHostEvents();
  readonly calls: { readonly at: number; readonly device: string; readonly check: string; readonly maxAgeMs: number; readonly alsoDue: readonly string[] }[] = [];
  readonly silent = new Set<string>();
  /** What a look at a device behind jump hosts comes to, by its address; a greeting unless it is here. */
  readonly ways = new Map<string, OutcomeError | 'silent'>();
  readonly looks: string[] = [];
  readonly sweeps: { readonly at: number; readonly addresses: readonly string[] }[] = [];
  settings: { [key: string]: Json } = {};
  /** What the site's file names. */
  readonly declared: DeclaredDevice[] = [];
  enabled = true;
  devices: ManagedDevice[];
  answer: (call: CheckCall) => Promise<CheckResult> = async () => result.ok('fine');
  sweepFails = false;
  readonly store: MemoryStore;
  health: HealthService;

  constructor(devices: ManagedDevice[], checks: { readonly [name: string]: object }, store = new MemoryStore(healthMigrations)) {
    this.store = store;
    this.devices = devices;
    const plugin = installed(manifestSchema.parse({ title: 'Widget', contributes: { checks } }));
    const configuration: Pick<Configuration, 'sites' | 'setting' | 'enablement' | 'explain' | 'daemon'> = {
      sites: new Map([['leeds', { id: 'leeds', title: 'Leeds', region: 'n', district: 'd', networks: [], devices: this.declared, file: 'sites/leeds.yaml' }]]),
      setting: (key) => this.settings[key],
      enablement: () => ({ enabled: this.enabled, version: null, grant: 'read', calls: false }),
      explain: (key) => ({ key, value: undefined, layers: [{ layer: 'site', name: 'leeds', value: null, place: { file: 'sites/leeds.yaml', line: 7, column: 3 }, effective: true }] }),
      daemon: {
        stateDirectory: '/', socket: '/', listen: { address: '127.0.0.1', port: 0 }, publicUrl: null, oidc: null, passwords: 'always', plugins: [], logLevel: 'info', traps: null, simulators: null,
        retention: { samplesDays: 7, rollupsDays: 400, resultsDays: 90 },
      },
    };
    const dependencies: HealthDependencies = {
      store: this.store,
      events: this.events,
      catalogue: { find: () => plugin },
      inventory: {
        devices: () => this.devices,
        find: (name) => this.devices.find((one) => one.id === name || one.name === name) ?? null,
      },
      transports: {
        perform: async ({ target }) => {
          this.looks.push(target.address);
          const seen = this.ways.get(target.address);
          if (seen instanceof Error) throw seen;
          return seen === 'silent' ? 'null' : '{"banner":"SSH-2.0-OpenSSH_9.2","hostKey":null}';
        },
        sweep: async (addresses) => {
          this.sweeps.push({ at: Date.now(), addresses });
          if (this.sweepFails) throw new Error('no ping');
          return new Map(addresses.filter((address) => !this.silent.has(address)).map((address) => [address, 1]));
        },
      },
      plugins: {
        check: async (call) => {
          const { check, maxAgeMs = 0, alsoDue = [] } = call;
          this.calls.push({ at: Date.now(), device: call.device.id, check, maxAgeMs, alsoDue });
          const columns = columnsOf(await this.answer(call));
          if (columns === null) throw new TypeError('not a result of a check');
          return columns;
        },
      },
      configuration: { current: configuration as Configuration, participate: () => ({ [Symbol.dispose]: () => {} }) },
    };
    this.health = createHealthService(dependencies);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.health[Symbol.asyncDispose]();
  }
}
