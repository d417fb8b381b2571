import { worst, type State } from '@jackfield/sdk';
import { permissionChange, permissionLines, type PermissionLine } from '../../packages/index.ts';
import type { InstalledPlugin } from '../../plugins/index.ts';
import type { Configuration, Enablement, Scope, Site, SourcePlace } from '../../sites/index.ts';
import { command, nothing, type CommandContext } from '../command.ts';
import type { HostServices } from '../host-services.ts';

export const grantStates = ['none', 'granted', 'differs', 'needs-approval', 'not-run'] as const;

/** The layer whose value counts. */
export interface SaidBy {
  readonly layer: string;
  readonly name: string;
  readonly place: SourcePlace | null;
}

export interface MatrixCell {
  readonly plugin: string;
  readonly enabled: boolean;
  readonly enabledBy: SaidBy | null;
  readonly pinned: string | null;
  readonly pinnedBy: SaidBy | null;
  readonly version: string | null;
  readonly grant: { readonly given: 'read' | 'write' | 'exact'; readonly by: SaidBy | null; readonly state: (typeof grantStates)[number]; readonly withheld: readonly PermissionLine[] };
  readonly devices: number;
  readonly state: State | null;
}

/** Every site that is seen and every plugin there is: who enabled it, in which version, what it is granted, how it goes. */
export const pluginMatrix = command(nothing, async ({ services }: CommandContext) => {
  const { configuration: { current }, catalogue } = services;
  const ids = [...new Set([...catalogue.plugins.map(({ id }) => id), ...Object.keys(current.pluginLock.plugins)])].toSorted();
  return {
    plugins: ids.map((id) => {
      const runs = catalogue.find(id);
      const locked = current.pluginLock.plugins[id];
      const kept = locked?.kept?.version ?? null;
      return {
        id, title: runs?.manifest.title ?? id, version: runs?.version ?? null, versions: catalogue.plugins.filter((one) => one.id === id).map(({ version }) => version),
        kept, granted: locked?.runs.granted ?? null, upgrade: upgradeOf(runs, kept === null ? null : catalogue.find(id, kept)),
      };
    }),
    sites: [...current.sites.values()].map((site) => ({ site: site.id, title: site.title, region: site.region, district: site.district, plugins: ids.map((id) => cellOf(services, site, id)) })),
  };
});

/** What another version of it may do that the one before may not. */
function upgradeOf(runs: InstalledPlugin | null, before: InstalledPlugin | null): { readonly from: string; readonly to: string; readonly added: readonly PermissionLine[]; readonly removed: readonly PermissionLine[] } | null {
  if (runs === null || before === null || before.version === runs.version) return null;
  const { added, removed } = permissionChange(before, runs);
  return { from: before.version, to: runs.version, added, removed };
}

function cellOf({ configuration: { current }, catalogue, inventory, health }: HostServices, { id: site }: Site, id: string): MatrixCell {
  const scope: Scope = { level: 'site', site };
  const enablement = current.enablement(id, scope);
  const plugin = catalogue.find(id, enablement.version);
  const own = inventory.devices({ site }).filter(({ plugins }) => plugins.some((one) => one.id === id));
  const states = health.statuses({ site }).flatMap(({ plugin: of, state }) => (of === id && state !== 'pending' ? [state] : []));
  const said = (key: string): SaidBy | null => saidBy(current, `plugins.${id}.${key}`, scope);
  return {
    plugin: id, enabled: enablement.enabled, enabledBy: said('enabled'), pinned: enablement.version, pinnedBy: said('version'), version: plugin?.version ?? null,
    grant: { by: said('grant'), ...grantOf(enablement, plugin, catalogue.refused.some(({ directory, error }) => directory.includes(`/${id}/`) && 'code' in error && error.code === 'JF2242')) },
    devices: own.length, state: states.length === 0 ? null : worst(states),
  };
}

function saidBy(current: Configuration, key: string, scope: Scope): SaidBy | null {
  const found = current.explain(key, scope).layers.find(({ effective }) => effective);
  return found === undefined || found.layer === 'default' ? null : { layer: found.layer, name: found.name, place: found.place };
}

function grantOf({ enabled, grant }: Enablement, plugin: InstalledPlugin | null, unapproved: boolean): Pick<MatrixCell['grant'], 'given' | 'state' | 'withheld'> {
  const given = typeof grant === 'string' ? grant : 'exact';
  if (plugin === null) return { given, state: !enabled ? 'none' : unapproved ? 'needs-approval' : 'not-run', withheld: [] };
  const asked = permissionLines(plugin);
  const granted = new Set(typeof grant === 'string' ? [] : permissionLines({ manifest: { permissions: grant }, scripts: plugin.scripts }).map(({ words }) => words));
  const withheld = given === 'write' ? [] : asked.filter(({ words, writes }) => (given === 'read' ? writes : !granted.has(words)));
  return { given, state: !enabled ? 'none' : given === 'exact' && withheld.length > 0 ? 'differs' : 'granted', withheld };
}
