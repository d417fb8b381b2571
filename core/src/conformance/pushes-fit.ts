import { join } from 'node:path';
import { checkSpec } from '../changes/index.ts';
import { complaintText, type InstalledPlugin } from '../plugins/index.ts';
import { didYouMean } from '../sites/index.ts';
import type { ConformanceFile } from './conformance-file.ts';
import { conformanceFileInvalid } from './errors.ts';

/** Refuses pushes that no change could hold: told by each rule that runs them, nobody would look for the cause in the file. */
export function requirePushesFit({ id, manifest, resourceSchemas }: InstalledPlugin, { pushes }: ConformanceFile, directory: string): void {
  const names = Object.keys(manifest.contributes.resources);
  const mistakes = pushes.flatMap(({ resource, spec }, at) => {
    if (names.includes(resource)) return checkSpec(resourceSchemas.get(resource) ?? {}, id, spec).complaints.map((complaint) => `pushes.${at}.spec: ${complaintText(complaint)}`);
    const near = didYouMean(resource, names);
    return [`pushes.${at}.resource: ${id} has no resource ${resource}${near === null ? (names.length === 0 ? '' : `, but ${names.join(', ')}`) : `, did you mean "${near}"?`}`];
  });
  if (mistakes.length > 0) throw conformanceFileInvalid(mistakes.join('; '), { place: { file: join(directory, 'conformance.yaml') } });
}
