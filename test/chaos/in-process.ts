import { isPlugin, type Plugin } from '@jackfield/sdk';
import { pathToFileURL } from 'node:url';
import { runInProcess, type InstalledPlugin, type SupervisedPlugin, type SupervisionOptions } from '../../core/src/plugins/index.ts';

/** Plugins as they are packed, each run within the host: the same channel, messages and permissions, and no process to start. */
export async function loadInProcess(installed: readonly InstalledPlugin[]): Promise<(options: SupervisionOptions) => SupervisedPlugin> {
  const loaded = new Map<string, Plugin>();
  for (const { id, entry } of installed) {
    const module: unknown = entry === null ? null : await import(pathToFileURL(entry).href);
    const plugin: unknown = typeof module === 'object' && module !== null && 'default' in module ? module.default : null;
    if (isPlugin(plugin)) loaded.set(id, plugin);
  }
  return (options) => {
    const plugin = loaded.get(options.id);
    if (plugin === undefined) throw new Error(`${options.id} has no code`);
    return runInProcess(options, plugin);
  };
}
