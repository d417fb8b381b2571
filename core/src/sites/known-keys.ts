import { didYouMean } from '@jackfield/sdk/manifest';
import { bareSchema, memberSchema, schemaKeys } from './complaints.ts';
import { settingUnknown } from './errors.ts';
import { pluginEntrySchema } from './file-schemas.ts';
import type { SettingSchemas } from './setting-defaults.ts';

/** Refuses a dotted key that nothing reads, with the one that was meant: "not set" would be an answer to another question. */
export function requireKnownKey(path: readonly string[], schemas: SettingSchemas): void {
  const roots = Object.keys(schemas);
  if (roots.length === 0) return;
  const [root = '', plugin, ...rest] = path;
  if (root === 'plugins') {
    // What lies under settings and checks is the plugin's own: its manifest knows.
    const [field] = rest;
    if (plugin !== undefined && field !== undefined) requireStep(path, 2, schemaKeys(pluginEntrySchema));
    return;
  }
  requireStep(path, 0, [...roots, 'plugins']);
  let schema: unknown = schemas[root];
  for (const [index, step] of path.entries()) {
    if (index === 0) continue;
    const keys = schemaKeys(schema);
    if (keys.length > 0 || memberSchema(schema, step) === undefined) requireStep(path, index, keys);
    schema = bareSchema(memberSchema(schema, step));
  }
}

/** Refuses the key unless its step at `index` is one of those known there. */
export function requireStep(path: readonly string[], index: number, known: readonly string[]): void {
  const step = path[index] ?? '';
  if (known.includes(step)) return;
  const meant = didYouMean(step, known);
  const before = path.slice(0, index).join('.');
  const hint = meant === null ? (known.length === 0 ? `${before} is a value of its own.` : `There is: ${known.join(', ')}.`) : `Did you mean "${[...path.slice(0, index), meant, ...path.slice(index + 1)].join('.')}"?`;
  throw settingUnknown(`there is no setting ${path.join('.')}`, { hint });
}
