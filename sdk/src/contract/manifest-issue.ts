import type { z } from 'zod';

/** A name made of a bad one, where that can be seen. */
function suggestion(bad: string): string {
  const name = bad.trim().replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^[^A-Za-z]+|-+$/g, '').toLowerCase();
  return name === '' || name === bad ? '' : `, such as "${name}"`;
}

/**
 * What is wrong with a part of a manifest, in words: of a name, what a good one is.
 *
 * @experimental
 * @since 0.1.0
 */
export function manifestIssueText(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_key') return issue.message;
  const bad = String(issue.path.at(-1));
  const issues = issue.issues.flatMap((inner) => (inner.code === 'invalid_union' ? inner.errors.flat() : [inner]));
  const messages = issues.flatMap((inner) => (inner.code === 'invalid_value' ? [`one of ${inner.values.map(String).join(', ')}`] : inner.message === 'Invalid input' ? [] : [inner.message]));
  return `"${bad}" is not ${messages.join(', or ')}${messages.some((message) => message.startsWith('a name of ')) ? suggestion(bad) : ''}`;
}
