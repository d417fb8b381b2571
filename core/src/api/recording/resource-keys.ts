import type { JsonObject } from '@jackfield/sdk';
import { keyMissing } from '../../recordings/index.ts';
import type { Change } from '../../changes/index.ts';
import type { InstalledPlugin } from '../../plugins/index.ts';

/** A resource to read: which one, of which plugin. */
export interface ResourceRead {
  readonly resource: string;
  readonly key: JsonObject;
}

/** `port:port=ether1`: a resource, and its key as the person names it. Numbers are numbers where they look so. */
export function parseRead(text: string): ResourceRead {
  const [, resource = '', fields = ''] = /^([a-z][A-Za-z0-9-]*):(.+)$/.exec(text) ?? [];
  const pairs = fields.split(',').map((field) => /^([^=]+)=(.*)$/.exec(field));
  if (resource === '' || pairs.includes(null)) throw keyMissing(`"${text}" is not RESOURCE:FIELD=VALUE`);
  return { resource, key: Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', /^\d+$/.test(pair?.[2] ?? '') ? Number(pair?.[2]) : (pair?.[2] ?? '')])) };
}

/**
 * What can be read of a plugin's resources: those that a device has once, those that the person names, and those that were
 * pushed to the device before.
 */
export function readsOf(plugin: InstalledPlugin, device: string, wanted: readonly ResourceRead[], changes: readonly Change[]): readonly ResourceRead[] {
  const reads = Object.entries(plugin.manifest.contributes.resources).flatMap(([resource, { key }]): ResourceRead[] => {
    if (key.length === 0) return [{ resource, key: {} }];
    const pushed = changes.flatMap(({ steps }) => steps.filter((step) => step.device === device && step.resource === resource).map((step) => step.key));
    return [...wanted.filter((read) => read.resource === resource).map((read) => read.key), ...pushed].map((of) => ({ resource, key: of }));
  });
  return [...new Map(reads.map((read) => [JSON.stringify([read.resource, Object.entries(read.key).sort()]), read])).values()];
}
