import type { FakeClock } from '@jackfield/sdk/testing';
import type { z } from 'zod';
import { listen, type HostEvents } from '../events/index.ts';
import {
  createHealthService, durationSchema, healthMigrations, healthSettingsSchema, type CheckStatus, type HealthService, type HealthDependencies, type Incident,
} from '../health/index.ts';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin, PluginHost } from '../plugins/index.ts';
import type { Configuration } from '../sites/index.ts';
import { MemoryStore } from '../testing/index.ts';
import { ownNetwork, unmockedOperation } from './errors.ts';
import { testSite } from './test-configuration.ts';
import type { RunningTestDevice } from './test-device.ts';

/**
 * `settings.health` as a site would have it. The gate is off unless asked for: every device of a test is there.
 *
 * @experimental
 * @since 0.1.0
 */
export type TestHealthSettings = z.input<typeof healthSettingsSchema>;

/**
 * One result of the schedule.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ScheduledResult extends Pick<CheckStatus, 'device' | 'check' | 'state' | 'hard' | 'summary' | 'items' | 'metrics' | 'code'> {
  /** Seconds since the schedule began. */
  readonly at: number;
}

export interface TestScheduleOptions {
  readonly clock: FakeClock;
  readonly plugin: InstalledPlugin;
  readonly devices: ReadonlyMap<string, RunningTestDevice>;
  readonly configuration: Configuration;
  readonly events: HostEvents;
  readonly health: TestHealthSettings;
  readonly check: PluginHost['check'];
}

/** What fails a test, not a check. */
const testMistakes: ReadonlySet<unknown> = new Set([unmockedOperation, ownNetwork].map(({ kind }) => kind.code));

function managed({ name, facts }: RunningTestDevice, { id, manifest }: InstalledPlugin): ManagedDevice {
  const { vendor = null, model = null, os = null, version = null, serial = null, labels = {} } = facts;
  return {
    id: name, name, site: testSite, kind: 'unknown', address: '127.0.0.1', addresses: ['127.0.0.1'], vendor, model, os, version, serial, labels, interfaces: [], neighbours: [], keys: [],
    plugins: [{ id, discovery: Object.keys(manifest.contributes.discovery)[0] ?? '' }], firstSeen: '', lastSeen: '',
  };
}

/** Begins to run a plugin's checks as the host does: spread, every so often, with states and incidents. */
export async function startTestSchedule(options: TestScheduleOptions): Promise<TestSchedule> {
  const schedule = new TestSchedule(options);
  await schedule.start();
  return schedule;
}

/**
 * The host's own schedule, by the clock of a test.
 *
 * @experimental
 * @since 0.1.0
 */
export class TestSchedule implements AsyncDisposable {
  /** What the checks said, in order. */
  readonly results: ScheduledResult[] = [];
  readonly #clock: FakeClock;
  readonly #began: number;
  readonly #store = new MemoryStore(healthMigrations);
  readonly #health: HealthService;
  readonly #listening: Disposable;
  #broken: Error | null = null;

  constructor({ clock, plugin, devices, configuration, events, health, check }: TestScheduleOptions) {
    this.#clock = clock;
    this.#began = clock.now();
    const inventory = [...devices.values()].map((device) => managed(device, plugin));
    const settings = Object.fromEntries(Object.entries({ gate: 'off', ...health }).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
    const current: Configuration = { ...configuration, setting: (key, scope) => (key === 'health' ? settings : configuration.setting(key, scope)) };
    const dependencies: HealthDependencies = {
      store: this.#store,
      plugins: { check: (call) => clock.during(check(call).catch((error: unknown) => this.#failed(error))) },
      catalogue: { find: (id) => (id === plugin.id ? plugin : null) },
      inventory: { devices: () => inventory, find: (name) => inventory.find((device) => device.name === name) ?? null },
      // Of a described device no file of a site says that it lies behind a jump host: none is looked at along its way.
      transports: { sweep: async (addresses) => new Map(addresses.map((address) => [address, 1])), perform: async () => 'null' },
      configuration: { current, participate: () => ({ [Symbol.dispose]: () => undefined }) },
      events,
      clock,
    };
    this.#health = createHealthService(dependencies);
    this.#listening = listen(events, { 'check.result': ({ device, check: name }) => this.#note(device, name) });
  }

  /** Begins: from here on the clock drives the checks. */
  start(): Promise<void> {
    return this.#health.start();
  }

  /** Lets time pass: milliseconds, or a span such as `60s` or `5m`. Fails with what the plugin asked for and no test describes. */
  async advance(span: number | string): Promise<void> {
    await this.#clock.advance(typeof span === 'number' ? span : durationSchema.parse(span));
    const error = this.#broken;
    this.#broken = null;
    if (error !== null) throw error;
  }

  /** How a check stands now; of the first device unless one is named. Null when there is no such check. */
  status(check: string, device?: string): CheckStatus | null {
    return this.#health.statuses(device === undefined ? {} : { device }).find((status) => status.check === check) ?? null;
  }

  /** All that came up so far, resolved ones too. */
  incidents(): Promise<readonly Incident[]> {
    return this.#health.incidents();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening[Symbol.dispose]();
    await this.#health[Symbol.asyncDispose]();
    await this.#store[Symbol.asyncDispose]();
  }

  #failed(error: unknown): never {
    if (error instanceof Error && 'code' in error && testMistakes.has(error.code)) this.#broken ??= error;
    throw error;
  }

  #note(device: string, check: string): void {
    const found = this.status(check, device);
    if (found === null || found.state === 'pending') return;
    const { state, hard, summary, items, metrics, code } = found;
    this.results.push({ at: (this.#clock.now() - this.#began) / 1_000, device, check, state, hard, summary, items, metrics, code });
  }
}
