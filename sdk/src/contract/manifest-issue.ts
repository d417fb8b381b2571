import { z } from 'zod';
import { pluginPackageSchema } from './manifest.ts';
import { didYouMean } from './spelling.ts';

/** The schema of a part of package.json. */
function schemaAt(path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((schema, step) => {
    const inner = bare(schema);
    if (inner instanceof z.ZodObject) return inner.shape[String(step)];
    if (inner instanceof z.ZodRecord) return inner.valueType;
    if (inner instanceof z.ZodDiscriminatedUnion) return inner.options.flatMap((option) => (option instanceof z.ZodObject ? [option.shape[String(step)]] : [])).find((one) => one !== undefined);
    return inner instanceof z.ZodArray ? inner.element : undefined;
  }, pluginPackageSchema);
}

function bare(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodExactOptional || inner instanceof z.ZodDefault) inner = inner.unwrap();
  return inner;
}

/** The keys that a part of package.json may have. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const schema = bare(schemaAt(path));
  const objects: readonly unknown[] = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  return [...new Set(objects.flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : [])))];
}

function meant(key: string, known: readonly string[], otherwise: string): string {
  const near = didYouMean(key, known);
  return near === null ? otherwise : `, did you mean "${near}"?`;
}

/** A name made of a bad one, where that can be seen. */
function suggestion(bad: string): string {
  const name = bad.trim().replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^[^A-Za-z]+|-+$/g, '').toLowerCase();
  return name === '' || name === bad ? '' : `, such as "${name}"`;
}

/**
 * What is wrong with a part of package.json, in words: of a name, what a good one is; of a key that nobody knows, which was meant.
 *
 * @experimental
 * @since 0.1.0
 */
export function manifestIssueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => `unknown key "${key}"${meant(key, known, known.length === 0 ? '' : `; there is ${known.join(', ')}`)}`).join('; ');
  }
  if (issue.code === 'invalid_type') {
    const contributes = keysAt(issue.path.slice(0, -1));
    const key = String(issue.path.at(-1));
    // Any other key is the point of another plugin, and has a list of files.
    if (issue.path.at(-2) === 'contributes' && !contributes.includes(key)) return `"${key}" is none of ${contributes.join(', ')}${meant(key, contributes, '; the contribution point of another plugin has a list of files')}`;
    return issue.message.endsWith('received undefined') ? 'it is missing' : issue.message;
  }
  if (issue.code !== 'invalid_key') return issue.message;
  const bad = String(issue.path.at(-1));
  const issues = issue.issues.flatMap((inner) => (inner.code === 'invalid_union' ? inner.errors.flat() : [inner]));
  const messages = issues.flatMap((inner) => (inner.code === 'invalid_value' ? [`one of ${inner.values.map(String).join(', ')}`] : inner.message === 'Invalid input' ? [] : [inner.message]));
  return `"${bad}" is not ${messages.join(', or ')}${messages.some((message) => message.startsWith('a name of ')) ? suggestion(bad) : ''}`;
}
