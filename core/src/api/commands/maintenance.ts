import { z } from 'zod';
import { nodeMeant, nodeText, type TreeNode } from '../../access/index.ts';
import { unknownMaintenance, type Maintenance } from '../../incidents/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import type { HostServices } from '../host-services.ts';
import { audited } from './audited.ts';
import { idMeant } from './by-prefix.ts';
import { deviceNamed } from './devices.ts';
import { durationOf } from './lasting.ts';
import { namedMaintenance, type NamedMaintenance } from './named-maintenance.ts';

const name = z.string().min(1).max(255);

export const maintenance = command(nothing, async ({ services }: CommandContext): Promise<readonly NamedMaintenance[]> => services.incidents.maintenance().map((one) => namedMaintenance(services, one)));

export const maintenanceBegin = command(
  z.strictObject({
    at: name.meta({ description: 'A site, district, region or `organization`, or a device.' }), for: z.string().max(16).meta({ description: 'A duration such as 90m.' }),
    reason: z.string().min(1).max(1_000),
  }),
  async (context: CommandContext, { at, for: lasting, reason }): Promise<NamedMaintenance> => {
    const { services, person } = context;
    const of = targetNamed(services, at);
    const entry = { action: 'maintenance.begin', detail: `${'node' in of ? nodeText(of.node) : at} for ${lasting}: ${reason}`, ...('device' in of ? { device: of.device } : {}), changed: (begun: Maintenance) => [{ what: `maintenance of ${at}`, before: null, after: `until ${begun.endsAt}: ${reason}` }] };
    return namedMaintenance(services, await audited(context, entry, () => services.incidents.beginMaintenance({ of, forMs: durationOf(lasting), reason, person })));
  },
);

export const maintenanceEnd = command(z.strictObject({ maintenance: name }), async (context: CommandContext, input): Promise<NamedMaintenance> => {
  const { services, person } = context;
  const found = maintenanceNamed(services, input.maintenance);
  const { id, of } = found;
  const entry = { action: 'maintenance.end', detail: id, ...('device' in of ? { device: of.device } : {}), changed: [{ what: `maintenance of ${namedMaintenance(services, found).at}`, before: `until ${found.endsAt}: ${found.reason}`, after: 'ended' }] };
  return namedMaintenance(services, await audited(context, entry, () => services.incidents.endMaintenance(id, person)));
});

/** The one in force of this id, or of its first letters; a coded error when there is none. */
export function maintenanceNamed({ incidents }: HostServices, asked: string): Maintenance {
  const all = incidents.maintenance();
  const id = idMeant(asked, all.map((one) => one.id), 'maintenances');
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw unknownMaintenance(`there is no maintenance ${asked}`);
  return found;
}

/** What a name means: a node of the tree, else a device. */
export function targetNamed(services: HostServices, asked: string): { readonly node: TreeNode } | { readonly device: string } {
  const device = services.inventory.find(asked);
  const { current } = services.configuration;
  const isNode = asked === 'organization' || /^(site|district|region):/.test(asked) || current.sites.has(asked) || current.organization.regions.some(({ id, districts }) => id === asked || districts.some((one) => one.id === asked));
  if (isNode) return { node: nodeMeant(asked, current) };
  return { device: device?.id ?? deviceNamed(services, asked).id };
}
