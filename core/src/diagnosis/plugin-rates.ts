import type { PluginStatus } from '../plugins/index.ts';

/** Counters of all plugins at one moment of the host's monotonic clock. */
export interface PluginSample {
  readonly clockMs: number;
  readonly plugins: readonly PluginStatus[];
}

/** What a plugin does now: rates over the span between two samples, the rest as it stands. */
export interface PluginRates extends Pick<PluginStatus, 'id' | 'version' | 'state' | 'restarts' | 'pssBytes' | 'waiting' | 'openCalls' | 'lastErrors'> {
  /** Of one core, in per cent. */
  readonly cpuPercent: number;
  /** Messages over its channel, both ways, a second. */
  readonly messages: number;
  readonly calls: number;
  readonly operations: number;
  readonly refused: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The rates between two samples. A process that was started anew between them counts from its beginning. */
export function ratesBetween(before: PluginSample, after: PluginSample): readonly PluginRates[] {
  const seconds = Math.max(0.001, (after.clockMs - before.clockMs) / 1_000);
  const earlier = new Map(before.plugins.map((plugin) => [`${plugin.id}@${plugin.version}`, plugin]));
  return after.plugins.map((plugin) => {
    const { id, version, state, restarts, pssBytes, waiting, openCalls, lastErrors } = plugin;
    const past = earlier.get(`${id}@${version}`);
    const per = (name: 'messages' | 'calls' | 'operations' | 'refused'): number => round(Math.max(0, plugin[name] - (past?.[name] ?? 0)) / seconds);
    const cpuBefore = past?.pid === plugin.pid ? (past?.cpuMs ?? 0) : 0;
    return {
      id, version, state, restarts, pssBytes, waiting, openCalls, lastErrors,
      cpuPercent: round(Math.max(0, plugin.cpuMs - cpuBefore) / seconds / 10),
      messages: per('messages'), calls: per('calls'), operations: per('operations'), refused: per('refused'),
    };
  });
}

export const rateOrders = ['cpu', 'memory', 'operations'] as const;
export type RateOrder = (typeof rateOrders)[number];

const weight: { readonly [Order in RateOrder]: (rates: PluginRates) => number } = {
  cpu: ({ cpuPercent }) => cpuPercent,
  memory: ({ pssBytes }) => pssBytes ?? 0,
  operations: ({ operations }) => operations,
};

/** The most first. */
export function sortedRates(rates: readonly PluginRates[], order: RateOrder): readonly PluginRates[] {
  return rates.toSorted((a, b) => weight[order](b) - weight[order](a) || a.id.localeCompare(b.id));
}
