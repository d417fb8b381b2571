import type { State } from '@jackfield/sdk';
import { command, nothing, type CommandContext } from '../command.ts';
import { reportOf, type ErrorReport } from '../error-report.ts';

export type CheckCounts = { readonly [Name in State | 'pending']: number };

export function countStates(all: Iterable<{ readonly state: State | 'pending' }>): CheckCounts {
  const counts = { ok: 0, warning: 0, critical: 0, unknown: 0, pending: 0 };
  for (const { state } of all) counts[state] += 1;
  return counts;
}

/** Everything about the daemon at one glance. */
export const status = command(nothing, async ({ services, daemon }: CommandContext) => {
  const { configuration, inventory, health, plugins, catalogue, transports } = services;
  const [pluginStatus, open, acknowledged] = await Promise.all([
    plugins.status(), health.incidents({ status: 'open' }), health.incidents({ status: 'acknowledged' }),
  ]);
  return {
    ...daemon,
    directory: configuration.current.directory,
    organization: configuration.current.organization.title,
    sites: configuration.current.sites.size,
    devices: inventory.devices().length,
    checks: countStates(health.statuses()),
    incidents: { open: open.length, acknowledged: acknowledged.length },
    plugins: pluginStatus,
    refused: catalogue.refused.map(({ directory, error }): { readonly directory: string; readonly error: ErrorReport } => ({ directory, error: reportOf(error) })),
    schedule: health.schedule(),
    transports: transports.status(),
  };
});

export const plugins = command(nothing, async ({ services }: CommandContext) => ({
  plugins: await services.plugins.status(),
  installed: services.catalogue.plugins.map(({ id, packageName, version, manifest, off }) => ({
    id, packageName, version, title: manifest.title,
    checks: Object.keys(manifest.contributes.checks), resources: Object.keys(manifest.contributes.resources),
    discovery: Object.keys(manifest.contributes.discovery), off: off ?? [],
  })),
  refused: services.catalogue.refused.map(({ directory, error }) => ({ directory, error: reportOf(error) })),
}));
