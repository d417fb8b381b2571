import type { CommitClass, JsonObject } from '@jackfield/sdk';
import { command, nothing, type CommandContext } from '../command.ts';

export interface ResourceOfPlugin {
  readonly plugin: string;
  readonly pluginTitle: string;
  readonly version: string;
  readonly name: string;
  readonly title: string;
  /** Fields that say which instance is meant. */
  readonly key: readonly string[];
  readonly commitClass: CommitClass;
  /** JSON Schema of what it is to be. */
  readonly schema: JsonObject;
}

/** What devices can be given, for those who write it: the newest version of each plugin. */
export const resources = command(nothing, async ({ services: { catalogue } }: CommandContext): Promise<readonly ResourceOfPlugin[]> =>
  [...new Set(catalogue.plugins.map(({ id }) => id))].toSorted().flatMap((id) => {
    const plugin = catalogue.find(id);
    if (plugin === null) return [];
    return Object.entries(plugin.manifest.contributes.resources).map(([name, { title, key, commitClass }]) => ({
      plugin: id, pluginTitle: plugin.manifest.title, version: plugin.version, name, title, key, commitClass, schema: plugin.resourceSchemas.get(name) ?? {},
    }));
  }));
