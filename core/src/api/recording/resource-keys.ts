import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { keyMissing } from '../../recordings/index.ts';
import type { Change } from '../../changes/index.ts';
import type { InstalledPlugin } from '../../plugins/index.ts';

/** A resource to read: which one, of which plugin. */
export interface ResourceRead {
  readonly resource: string;
  readonly key: JsonObject;
}

/** `port:port=ether1`: a resource, and its key as the person names it, still all of text. */
export function parseRead(text: string): ResourceRead {
  const [, resource = '', fields = ''] = /^([a-z][A-Za-z0-9-]*):(.+)$/.exec(text) ?? [];
  const pairs = fields.split(',').map((field) => /^([^=]+)=(.*)$/.exec(field));
  if (resource === '' || pairs.includes(null)) throw keyMissing(`"${text}" is not RESOURCE:FIELD=VALUE`);
  return { resource, key: Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? ''])) };
}

const schema = z.object({ properties: z.record(z.string(), z.object({ type: z.union([z.string(), z.array(z.string())]).optional() })) });

/** Refuses what no plugin could read: a resource that nobody has, or another key than its own. Known before anything is asked. */
export function requireReadable(plugins: readonly InstalledPlugin[], wanted: readonly ResourceRead[]): void {
  const known = plugins.flatMap(({ manifest }) => Object.entries(manifest.contributes.resources));
  for (const { resource, key } of wanted) {
    const keys = known.filter(([name]) => name === resource).map((one) => one[1].key);
    const given = Object.keys(key);
    if (keys.some((fields) => fields.length === given.length && fields.every((field) => given.includes(field)))) continue;
    if (keys.length === 0) {
      const keyed = known.filter(([, { key: fields }]) => fields.length > 0).map(([name, { key: fields }]) => `${name}:${fields.map((field) => `${field}=…`).join(',')}`);
      throw keyMissing(`no plugin that is recorded has a resource ${resource}`, { hint: `There are ${keyed.join(' and ') || 'none that have a key'}.` });
    }
    const [fields = []] = keys;
    const right = fields.length === 0 ? `leave --read out: a device has one ${resource}, which is read anyway` : `write --read ${resource}:${fields.map((field) => `${field}=…`).join(',')}`;
    throw keyMissing(`${resource} has ${fields.length === 0 ? 'no key' : `the key ${fields.join(', ')}`}, not ${given.join(', ')}`, { hint: `${right[0]?.toUpperCase() ?? ''}${right.slice(1)}.` });
  }
}

/** Numbers are numbers where the resource's schema says so. */
function typed(key: JsonObject, plugin: InstalledPlugin, resource: string): JsonObject {
  const { properties } = schema.catch({ properties: {} }).parse(plugin.resourceSchemas.get(resource));
  return Object.fromEntries(Object.entries(key).map(([field, value]) => {
    const isNumber = [properties[field]?.type ?? []].flat().some((type) => type === 'integer' || type === 'number');
    return [field, isNumber ? Number(value) : value];
  }));
}

/**
 * What can be read of a plugin's resources: those that a device has once, those that the person names, and those that were
 * pushed to the device before.
 */
export function readsOf(plugin: InstalledPlugin, device: string, wanted: readonly ResourceRead[], changes: readonly Change[]): readonly ResourceRead[] {
  const reads = Object.entries(plugin.manifest.contributes.resources).flatMap(([resource, { key }]): ResourceRead[] => {
    if (key.length === 0) return [{ resource, key: {} }];
    const pushed = changes.flatMap(({ steps }) => steps.filter((step) => step.device === device && step.resource === resource).map((step) => step.key));
    return [...wanted.filter((read) => read.resource === resource).map((read) => typed(read.key, plugin, resource)), ...pushed].map((of) => ({ resource, key: of }));
  });
  return [...new Map(reads.map((read) => [JSON.stringify([read.resource, Object.entries(read.key).sort()]), read])).values()];
}
