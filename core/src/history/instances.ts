import type { JsonObject } from '@jackfield/sdk';
import { canonicalJson, stepTitle } from '../changes/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';

/** One resource of a device that its plugin can read. */
export interface Instance {
  readonly plugin: InstalledPlugin;
  readonly resource: string;
  readonly key: JsonObject;
}

/** A resource that the host has met on a device before. */
export interface KnownResource {
  readonly plugin: string;
  readonly resource: string;
  readonly key: JsonObject;
}

/** Tells instances apart: the same for the same, whatever the order of the key's fields. */
export function identityOf({ plugin, resource, key }: KnownResource): string {
  return canonicalJson([plugin, resource, key]);
}

export function titleOf({ plugin, resource, key }: Instance): string {
  return stepTitle({ plugin: plugin.id, resource, key });
}

/** What of a device can be read and lasts: resources it has once, and those of several instances that are known. */
export function instancesOf(plugins: readonly InstalledPlugin[], known: readonly KnownResource[]): readonly Instance[] {
  const instances = plugins.flatMap((plugin) =>
    Object.entries(plugin.manifest.contributes.resources).flatMap(([resource, { key: fields, once }]): Instance[] => {
      if (once === true) return [];
      if (fields.length === 0) return [{ plugin, resource, key: {} }];
      return known.filter((one) => one.plugin === plugin.id && one.resource === resource).map(({ key }) => ({ plugin, resource, key }));
    }));
  const unique = new Map(instances.map((one) => [identityOf({ ...one, plugin: one.plugin.id }), one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
