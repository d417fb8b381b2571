import { requireStep, type Configuration, type Scope } from '../sites/index.ts';
import type { PluginCatalogue } from './installed-plugin.ts';

/** Refuses a dotted key of a plugin that is not installed, or that the plugin has no such check or setting for. */
export function requirePluginKey(key: string, catalogue: PluginCatalogue, configuration: Pick<Configuration, 'setting'>, scope: Scope): void {
  const path = key.split('.');
  const [root, id, part, name, last] = path;
  if (root !== 'plugins' || id === undefined) return;
  const named = configuration.setting('plugins', scope);
  const configured = typeof named === 'object' && named !== null && !Array.isArray(named) ? Object.keys(named) : [];
  requireStep(path, 1, [...new Set([...catalogue.plugins.map((plugin) => plugin.id), ...configured])]);
  const plugin = catalogue.find(id);
  if (plugin === null || name === undefined) return;
  if (part === 'checks') {
    requireStep(path, 3, Object.keys(plugin.manifest.contributes.checks));
    if (last !== undefined) requireStep(path, 4, ['every']);
  }
  const properties = plugin.settingsSchema?.['properties'];
  if (part === 'settings') requireStep(path, 3, typeof properties === 'object' && properties !== null ? Object.keys(properties) : []);
}
