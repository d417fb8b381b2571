import type { Json, JsonObject } from '@jackfield/sdk';
import { isMapping, sameData } from './canonical.ts';
import type { Difference } from './change-service.ts';
import type { Redaction } from './redaction.ts';

interface Pair {
  readonly path: readonly string[];
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

function differing({ path, before, after }: Pair): Pair[] {
  if (isMapping(before) && isMapping(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differing({
      path: [...path, key],
      before: Object.hasOwn(before, key) ? before[key] : undefined,
      after: Object.hasOwn(after, key) ? after[key] : undefined,
    }));
  }
  return before !== undefined && after !== undefined && sameData(before, after) ? [] : [{ path, before, after }];
}

/** Names of the fields in which two states differ, without what stands in them. */
export function differingFields(before: JsonObject, after: JsonObject): string {
  return differing({ path: [], before, after }).map(({ path }) => path.join('.')).join(', ');
}

/** The fields in which two states differ, secrets hidden; lists are compared whole. */
export function differences(before: JsonObject, after: JsonObject, redaction: Redaction): readonly Difference[] {
  return differing({ path: [], before, after }).map((pair) => {
    // Redacted inside mappings of one key each, so that the last name of the path counts.
    const shown = (value: Json | undefined): Json => {
      if (value === undefined) return null;
      const named = pair.path.reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
      return pair.path.reduce<Json>((part, key) => (isMapping(part) ? (part[key] ?? null) : part), redaction.value(named));
    };
    return { path: pair.path.join('.'), before: shown(pair.before), after: shown(pair.after) };
  });
}
