import { readCatalogue, storeOf } from '../plugins/index.ts';
import { didYouMean } from '../sites/index.ts';
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
  readonly permissions: readonly PermissionLine[];
  readonly changed: boolean;
  readonly taken: boolean;
}

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
  const told = { plugin: id, site, file: `sites/${site}.yaml`, enabled, grant: typeof now.grant === 'string' ? now.grant : 'exactly what the file lists', permissions: permissionLines(plugin) };
  if (Object.keys(values).length === 0) return { ...told, changed: false, taken: false };
  const noted = { action: enabled ? 'enable' : 'disable', plugin: id, version: plugin.version, before: null, integrity: null } as const;
  const taken = await change.noted(() => noted, async () => change.edit(await editSite(configuration.directory, site, id, values), noted, site));
  return { ...told, changed: true, taken };
}
