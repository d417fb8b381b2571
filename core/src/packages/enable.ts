import { readCatalogue, storeOf } from '../plugins/index.ts';
import { didYouMean, loadConfiguration, type Configuration, type Scope } from '../sites/index.ts';
import { notInstalled } from './errors.ts';
import { PackageChange, type PackageNeeds } from './package-changes.ts';
import { permissionLines, type PermissionLine } from './permission-words.ts';
import { editSite, requireSite } from './site-edits.ts';

export interface EnableResult {
  readonly plugin: string;
  readonly site: string;
  readonly file: string;
  readonly enabled: boolean;
  readonly grant: string;
  /** What the site said until then. */
  readonly before: { readonly enabled: boolean; readonly grant: string };
  /** Whether it may have PBXs place test calls there, which no grant includes. */
  readonly calls: boolean;
  readonly permissions: readonly PermissionLine[];
  readonly changed: boolean;
  readonly taken: boolean;
  /** Lines of the configuration that say otherwise and count, at the site or at a device of it; empty when all is as told. */
  readonly against: readonly string[];
}

/** Who is asked for a site may be overruled: by a device's own value, or by the policy of those above. */
function against(configuration: Configuration, id: string, site: string, enabled: boolean): readonly string[] {
  const scopes: Scope[] = [{ level: 'site', site }, ...(configuration.sites.get(site)?.devices ?? []).map(({ name }): Scope => ({ level: 'device', site, device: name }))];
  const other = scopes.filter((scope) => configuration.enablement(id, scope).enabled !== enabled);
  const lines = other.flatMap((scope) => configuration.explain(`plugins.${id}.enabled`, scope).layers.filter(({ value }) => value === !enabled).slice(-1));
  return [...new Set(lines.map(({ place, layer, name }) => (place?.file === undefined ? `${layer} ${name}` : [place.file, place.line].filter((part) => part !== undefined).join(':'))))];
}

const grantText = (grant: unknown): string => (typeof grant === 'string' ? grant : 'exactly what the file lists');

/** Enables or disables a plugin at a site: one value in the site's file, all else of it stays as people wrote it. */
export async function enablePlugin(id: string, needs: PackageNeeds & { readonly site: string; readonly enabled: boolean; readonly grant: 'read' | 'write' | null }): Promise<EnableResult> {
  const { site, enabled, grant } = needs;
  using change = await PackageChange.begin(needs);
  const { configuration } = change;
  const catalogue = await readCatalogue(configuration.daemon.plugins, storeOf(configuration));
  const plugin = catalogue.find(id);
  if (plugin === null) {
    const meant = didYouMean(id, catalogue.plugins.map((one) => one.id));
    throw notInstalled(`there is no plugin ${id}`, meant === null ? {} : { hint: `Did you mean ${meant}?` });
  }
  requireSite(configuration, site);
  const scope = { level: 'site', site } as const;
  const was = configuration.enablement(id, scope);
  const values = { ...(was.enabled === enabled ? {} : { enabled }), ...(grant === null || was.grant === grant ? {} : { grant }) };
  const now = { ...was, ...values };
  const told = { plugin: id, site, file: `sites/${site}.yaml`, enabled, grant: grantText(now.grant), before: { enabled: was.enabled, grant: grantText(was.grant) }, calls: now.calls, permissions: permissionLines(plugin) };
  if (Object.keys(values).length === 0) return { ...told, changed: false, taken: false, against: against(configuration, id, site, enabled) };
  const noted = { action: enabled ? 'enable' : 'disable', plugin: id, version: plugin.version, before: null, integrity: null } as const;
  const taken = await change.noted(() => noted, async () => change.edit(await editSite(configuration.directory, site, id, values), noted, `at ${site}`));
  return { ...told, changed: true, taken, against: against(await loadConfiguration(configuration.directory), id, site, enabled) };
}
