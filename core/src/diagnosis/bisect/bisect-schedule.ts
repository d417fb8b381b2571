import { setTimeout as delay } from 'node:timers/promises';
import { createHostEvents } from '../../events/index.ts';
import { createHealthService } from '../../health/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { catalogueOf, type InstalledPlugin } from '../../plugins/index.ts';
import { alteredConfiguration, type Scope } from '../../sites/index.ts';
import type { Store } from '../../store/index.ts';
import { nothingWrong } from '../errors.ts';
import { searched, type BisectOptions, type BisectResult } from './bisect-device.ts';
import { pluginSuspect } from './suspect.ts';
import { openTrialTransports, TrialHost } from './trial-host.ts';

export interface ScheduleBisectOptions extends BisectOptions {
  readonly devices: readonly ManagedDevice[];
  /** How long each trial runs the schedule. */
  readonly seconds: number;
  /** What is too much: milliseconds between due and start (p95), per cent of a core by all plugins together. */
  readonly limits: { readonly lagMs: number; readonly cpuPercent: number };
}

/** How a schedule went in one trial. */
export interface ScheduleMeasure {
  readonly lagMs: number;
  readonly cpuPercent: number;
  readonly skipped: number;
}

/** Results of trials go nowhere. */
const forgetful: Store = {
  read: async () => [], write: async () => undefined, writeSoon: async () => 'written', status: () => ({ waiting: 0, lost: 0, problem: null }), backup: async () => undefined, [Symbol.asyncDispose]: async () => undefined,
};

type Excess = 'lag' | 'cpu' | 'skipped';

function excesses({ lagMs, cpuPercent, skipped }: ScheduleMeasure, limits: ScheduleBisectOptions['limits']): Excess[] {
  return [...(lagMs > limits.lagMs ? ['lag' as const] : []), ...(cpuPercent > limits.cpuPercent ? ['cpu' as const] : []), ...(skipped > 0 ? ['skipped' as const] : [])];
}

/** Finds the plugins that make the schedule late or eat the processor: each set runs the schedule of all devices for a while. */
export async function bisectSchedule(options: ScheduleBisectOptions): Promise<BisectResult> {
  const { configuration, devices, limits, maxTrials, onProgress, seconds, signal } = options;
  const catalogue = await catalogueOf(configuration);
  await using opened = await openTrialTransports(configuration);
  // Every check runs in the trial, spread over its first half, and no gate holds one back.
  const hurried = alteredConfiguration(configuration, [
    { layer: 'policy', name: 'policy', path: ['health', 'firstWithin'], value: `${Math.max(1, Math.round(seconds * 500))}ms` },
    { layer: 'policy', name: 'policy', path: ['health', 'gate'], value: 'off' },
  ]);
  let trial = 0;
  const tell = (text: string): void => {
    trial += 1;
    onProgress({ trial, text });
  };
  const measure = async (plugins: readonly InstalledPlugin[]): Promise<ScheduleMeasure> => {
    signal.throwIfAborted();
    const wanted = new Set(plugins.map(({ directory }) => directory));
    const some = await catalogueOf(configuration, ({ entry, directory }) => entry === null || wanted.has(directory));
    await using host = new TrialHost(hurried, some, opened.transports);
    await using health = createHealthService({
      store: forgetful, plugins: host.plugins, catalogue: some, transports: opened.transports, events: createHostEvents(),
      inventory: { devices: () => devices, find: (name) => devices.find((device) => device.id === name || device.name === name) ?? null },
      configuration: { current: hurried, participate: () => ({ [Symbol.dispose]: () => undefined }) },
    });
    await health.start();
    await delay(seconds * 1_000, undefined, { signal });
    const { lagMs: { p95 }, skipped } = health.schedule();
    const cpuMs = (await host.plugins.status()).reduce((sum, plugin) => sum + plugin.cpuMs, 0);
    return { lagMs: Math.round(p95), cpuPercent: Math.round(cpuMs / seconds / 10), skipped };
  };

  /** A place where the plugin works; null when it works nowhere. */
  const placeOf = (id: string): Scope | null => {
    const scopes = devices.filter(({ plugins }) => plugins.some((plugin) => plugin.id === id)).map(({ site, name }): Scope => ({ level: 'device', site, device: name }));
    return scopes.find((scope) => configuration.enablement(id, scope).enabled) ?? null;
  };
  const suspects = catalogue.plugins.filter(({ id, manifest }) => Object.keys(manifest.contributes.checks).length > 0 && placeOf(id) !== null);
  const all = await measure(suspects);
  const trouble = excesses(all, limits);
  const about = `schedule of ${devices.length} devices over ${seconds} s: lag p95 ${all.lagMs} ms, plugins ${all.cpuPercent} % of a core, ${all.skipped} cycles skipped`;
  tell(about);
  if (trouble.length === 0) throw nothingWrong(`${about}; beyond ${limits.lagMs} ms or ${limits.cpuPercent} % would be wrong`, { hint: 'Run it while the schedule is late, or give a stricter --lag or --cpu.' });
  return await searched({
    about, over: 'plugins', suspects, maxTrials, place: {}, tell,
    named: (plugin) => pluginSuspect(plugin, configuration, placeOf(plugin.id) ?? { level: 'organization' }),
    oracle: async (present) => (excesses(await measure(present), limits).some((one) => trouble.includes(one)) ? 'fails' : 'passes'),
  });
}
