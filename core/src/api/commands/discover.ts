import { z } from 'zod';
import type { DiscoveryRun, SiteRun } from '../../discovery/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import type { HostServices } from '../host-services.ts';
import { audited } from './audited.ts';

const place = {
  site: z.string().min(1).max(255).optional(), network: z.string().min(1).max(64).optional().meta({ description: 'A network such as 10.1.0.0/28, or one address, within the networks of a site: only that is looked at.' }),
};

interface Place {
  readonly site?: string | undefined;
  readonly network?: string | undefined;
}

const given = ({ site, network }: Place): { readonly site?: string; readonly network?: string } => ({ ...(site === undefined ? {} : { site }), ...(network === undefined ? {} : { network }) });

export const discover = command(z.strictObject(place), async ({ services, person, progress, signal }: CommandContext, asked) => {
  const report = await services.discovery.run({
    ...given(asked), person,
    onProgress: ({ site: of, stage, done, total, found }) => progress({ done, total, label: `${of} ${stage}, ${found} found` }),
  }, signal);
  const names = (ids: readonly string[]): string[] => ids.map((id) => services.inventory.find(id)?.name ?? id);
  return { ...report, devices: names(report.devices), added: names(report.added) };
});

const named = (device: ManagedDevice) => ({ device: device.id, name: device.name, address: device.address, lastSeen: device.lastSeen });

/** Devices that are gone since are left out. */
function siteTold({ devices, added, changed, missing, ...run }: SiteRun, { inventory }: HostServices) {
  const known = (ids: readonly string[]): ManagedDevice[] => ids.flatMap((id) => inventory.find(id) ?? []);
  const found = known(devices);
  const plugins = new Map<string, number>();
  for (const { id } of found.flatMap((device) => [...new Map(device.plugins.map((one) => [one.id, one])).values()])) plugins.set(id, (plugins.get(id) ?? 0) + 1);
  return {
    ...run, found: found.length, plugins: Object.fromEntries(plugins), added: known(added).map(named), missing: known(missing).map(named),
    changed: changed.flatMap(({ device, fields }) => known([device]).map((one) => ({ ...named(one), fields }))),
  };
}

const told = (run: DiscoveryRun, services: HostServices) => ({ ...run, sites: run.sites.map((one) => siteTold(one, services)) });

/** Those since the start of the daemon, newest first, as far as they are. */
export const discoveries = command(nothing, async ({ services }: CommandContext) => services.discovery.runs().map((run) => told(run, services)));

export const discoverBegin = command(z.strictObject(place), async (context: CommandContext, asked) => {
  const { services, person } = context;
  const run = await audited(context, { action: 'discovery.begin', detail: asked.network ?? asked.site ?? 'all sites' }, () => services.discovery.begin({ ...given(asked), person }));
  return told(run, services);
});

export const discoverEnd = command(z.strictObject({ run: z.string().min(1).max(255) }), async (context: CommandContext, { run }) =>
  told(await audited(context, { action: 'discovery.end', detail: run }, () => context.services.discovery.end(run)), context.services));
