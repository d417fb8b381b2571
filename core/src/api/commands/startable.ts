import { siteNode, suffices, type Role } from '../../access/index.ts';
import type { ManagedDevice } from '../../inventory/index.ts';
import { grantsWriting, type InstalledPlugin } from '../../plugins/index.ts';
import { didYouMean } from '../../sites/index.ts';
import type { CommandContext } from '../command.ts';
import { notFound } from '../errors.ts';

type Contributed = InstalledPlugin['manifest']['contributes']['commands'][string];

/** What it takes at the site of the device; the engine that is started asks for it once more. */
const roleOf: { readonly [kind in Contributed['starts']['kind']]: Role } = { check: 'operator', change: 'operator', dashboard: 'viewer' };

function fits({ when }: Contributed, { kind, vendor }: ManagedDevice): boolean {
  if (when?.kinds !== undefined && !when.kinds.includes(kind)) return false;
  return when?.vendors === undefined || when.vendors.some((one) => one.toLowerCase() === vendor?.toLowerCase());
}

/** A command of a plugin, in the version that works at a device. */
export interface Startable {
  readonly plugin: InstalledPlugin;
  readonly name: string;
  readonly contributed: Contributed;
}

/** What can be started on a device by who asks: commands of the plugins that manage it, are enabled there and have leave for it. Of many devices, one function is asked. */
export function startableBy({ rights, services: { catalogue, configuration: { current } } }: CommandContext): (device: ManagedDevice) => readonly Startable[] {
  const held = new Map<string, Role | null>();
  return (device) => {
    const role = held.get(device.site) ?? rights.roleAt(siteNode(device.site));
    held.set(device.site, role);
    return [...new Set(device.plugins.map(({ id }) => id))].flatMap((id) => {
      const { enabled, version, grant } = current.enablement(id, { level: 'device', site: device.site, device: device.name });
      const plugin = enabled ? catalogue.find(id, version) : null;
      if (plugin === null) return [];
      return Object.entries(plugin.manifest.contributes.commands)
        .filter(([, one]) => fits(one, device) && suffices(role, roleOf[one.starts.kind]) && (one.starts.kind !== 'change' || grantsWriting(grant)))
        .map(([name, contributed]) => ({ plugin, name, contributed }));
    });
  };
}

/** As in `snmp-switch/check-ports`. */
export const idOf = ({ plugin, name }: Startable): string => `${plugin.id}/${name}`;

interface KeptLists {
  readonly etag: string;
  readonly plugins: readonly InstalledPlugin[];
  /** By the command and by what who asks may at each site. */
  readonly lists: Map<string, readonly ManagedDevice[]>;
}

/** Each page of a list asks anew: as long as inventory, configuration and plugins are the same, so are the devices. */
const kept = new WeakMap<readonly ManagedDevice[], KeptLists>();

/** The devices that a command can be started on by who asks; a coded error when there is none. */
export function startableDevices(id: string, context: CommandContext): readonly ManagedDevice[] {
  const { rights, services: { inventory, catalogue: { plugins }, configuration: { current: { etag, sites } } } } = context;
  const all = inventory.devices();
  const before = kept.get(all);
  const now = before !== undefined && before.etag === etag && before.plugins === plugins ? before : { etag, plugins, lists: new Map<string, readonly ManagedDevice[]>() };
  kept.set(all, now);
  const key = JSON.stringify([id, ...[...sites.keys()].map((site) => [site, rights.roleAt(siteNode(site))])]);
  const found = now.lists.get(key) ?? fittingDevices(id, all, context);
  now.lists.set(key, found);
  return found;
}

function fittingDevices(id: string, all: readonly ManagedDevice[], context: CommandContext): readonly ManagedDevice[] {
  const known = new Set<string>();
  const startableOn = startableBy(context);
  const fitting = all.filter((device) => {
    const ids = startableOn(device).map(idOf);
    for (const one of ids) known.add(one);
    return ids.includes(id);
  });
  if (fitting.length > 0) return fitting;
  const meant = didYouMean(id, known);
  throw notFound(`there is no command ${id} that you can start`, { hint: meant === null ? 'List those that there are with `jackfield commands`.' : `Did you mean ${meant}?` });
}
