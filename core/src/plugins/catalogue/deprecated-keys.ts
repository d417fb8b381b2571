import type { Deprecation } from '@jackfield/sdk/manifest';
import { isFields } from '@jackfield/sdk/runtime';
import { deprecationUse, type DeprecationUse } from '../deprecation-use.ts';

/** Where a dotted key with `*` for any name occurs in a value. */
function places(value: unknown, [head, ...rest]: readonly string[], path: readonly string[] = []): string[] {
  if (head === undefined) return [path.join('.')];
  if (!isFields(value)) return [];
  return Object.keys(value).filter((name) => head === '*' || head === name).flatMap((name) => places(value[name], rest, [...path, name]));
}

/** The deprecated keys that a manifest, as it was written, uses. */
export function deprecatedKeys(written: unknown, known: readonly Deprecation[]): readonly DeprecationUse[] {
  return known.flatMap(({ code, key }) => (key === undefined ? [] : places(written, key.split('.')).map((where) => deprecationUse(code, where, known))));
}
