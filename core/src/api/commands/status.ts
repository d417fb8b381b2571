import type { State } from '@jackfield/sdk';
import { z } from 'zod';
import { command, nothing, type CommandContext } from '../command.ts';
import { reportOf, type ErrorReport } from '../../control/index.ts';
import type { StorageStatus } from '../../store/index.ts';
import type { TrapStatus } from '../../traps/index.ts';
import { audited } from './audited.ts';
import { installedFacts } from './installed-facts.ts';

export type CheckCounts = { readonly [Name in State | 'pending']: number };

export function countStates(all: Iterable<{ readonly state: State | 'pending' }>): CheckCounts {
  const counts = { ok: 0, warning: 0, critical: 0, unknown: 0, pending: 0 };
  for (const { state } of all) counts[state] += 1;
  return counts;
}

/** How it stands with writing a file; `error` says why writes wait. */
function storageReport({ waiting, lost, problem }: StorageStatus): { readonly waiting: number; readonly lost: number; readonly error: ErrorReport | null } {
  return { waiting, lost, error: problem === null ? null : reportOf(problem) };
}

/** Null where no traps are received; `error` says why they are not although they should be. */
export function trapReport(status: TrapStatus | null): (Omit<TrapStatus, 'problem'> & { readonly error: ErrorReport | null }) | null {
  if (status === null) return null;
  const { problem, ...rest } = status;
  return { ...rest, error: problem === null ? null : reportOf(problem) };
}

/** Everything about the daemon at one glance. */
export const status = command(nothing, async ({ services, daemon }: CommandContext) => {
  const { configuration, inventory, health, plugins, catalogue, transports, store, log } = services;
  const [pluginStatus, open, acknowledged] = await Promise.all([
    plugins.status(), health.incidents({ status: 'open' }), health.incidents({ status: 'acknowledged' }),
  ]);
  return {
    ...daemon,
    directory: configuration.current.directory,
    organization: configuration.current.organization.title,
    sites: configuration.current.sites.size,
    devices: inventory.devices().length,
    checks: countStates(health.states()),
    incidents: { open: open.length, acknowledged: acknowledged.length },
    plugins: pluginStatus,
    refused: catalogue.refused.map(({ directory, error }): { readonly directory: string; readonly error: ErrorReport } => ({ directory, error: reportOf(error) })),
    complaints: services.complaints().map(reportOf),
    unmade: services.reports.unmade().map(({ error }) => reportOf(error)),
    schedule: health.schedule(),
    storage: { database: storageReport(store.status()), log: storageReport(log.status()) },
    transports: transports.status(),
    traps: trapReport(services.traps.status()),
  };
});

/** `clockMs` is the host's monotonic clock: rates are what two answers differ by. */
export const plugins = command(nothing, async ({ services }: CommandContext) => ({
  clockMs: performance.now(),
  crashes: await services.crashes.list(),
  plugins: await services.plugins.status(),
  installed: services.catalogue.plugins.map((plugin) => installedFacts(plugin, services.configuration.current)),
  refused: services.catalogue.refused.map(({ directory, error }) => ({ directory, error: reportOf(error) })),
}));

/** A profile shows what a plugin does, and costs it a little: who took one is audited. */
export const profile = command(z.strictObject({ plugin: z.string().min(1).max(255), seconds: z.number().min(0.1).max(60) }), async (context: CommandContext, { plugin, seconds }) => {
  const { services, signal, progress } = context;
  const milliseconds = Math.round(seconds * 1_000);
  const begun = performance.now();
  using ticking = new DisposableStack();
  const timer = setInterval(() => progress({ done: Math.min(milliseconds, Math.round(performance.now() - begun)), total: milliseconds, label: `profile of ${plugin}` }), 200);
  ticking.defer(() => clearInterval(timer));
  return audited(context, { action: 'plugin.profile', plugin, detail: `${seconds} s` }, () => services.plugins.profile(plugin, milliseconds, signal));
});
