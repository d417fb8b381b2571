import type { z } from 'zod';

const types: { readonly [name: string]: string | undefined } = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', tuple: 'a list', object: 'a mapping', record: 'a mapping', null: 'nothing',
};
const got: { readonly [name: string]: string | undefined } = { ...types, null: 'nothing', NaN: 'no number' };
const counted: { readonly [origin: string]: string | undefined } = { string: ' characters', array: ' entries', set: ' entries', object: ' keys', record: ' keys' };

function bound(limit: number | bigint, inclusive: boolean | undefined, origin: string, [upTo, below]: readonly [string, string]): string {
  return `expected ${inclusive === false ? below : upTo} ${limit}${counted[origin] ?? ''}`;
}

/** What is wrong with a value, in the words of people: the schema's own words where it has some, else these for the library's. */
export function issueText(issue: z.core.$ZodIssue): string {
  // Our own schemas say what they expect: "a duration such as 30s".
  if (/^an? /.test(issue.message)) return `expected ${issue.message}`;
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input: expected')) {
    const [, received = ''] = /received (\w+)$/.exec(issue.message) ?? [];
    if (received === 'undefined') return 'it is missing';
    const is = got[received] === undefined ? '' : `, not ${got[received]}`;
    return `expected ${types[issue.expected] ?? issue.expected}${is}`;
  }
  if (issue.code === 'invalid_value' && /^Invalid (?:input|option): expected/.test(issue.message)) {
    return `expected ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
  }
  if (issue.code === 'too_big' && issue.message.startsWith('Too big')) return bound(issue.maximum, issue.inclusive, issue.origin, ['at most', 'less than']);
  if (issue.code === 'too_small' && issue.message.startsWith('Too small')) {
    if (issue.origin === 'string' && issue.minimum === 1) return 'it is empty';
    return bound(issue.minimum, issue.inclusive, issue.origin, ['at least', 'more than']);
  }
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `unknown key "${key}"`).join(', ');
  return issue.message.replace(/^Invalid (?:input|string): /, '');
}

/** All that is wrong with a value: `port: expected at most 65535; name: it is missing`. */
export function issuesText({ issues }: z.core.$ZodError): string {
  return issues.map((issue) => (issue.path.length === 0 ? issueText(issue) : `${issue.path.map(String).join('.')}: ${issueText(issue)}`)).join('; ');
}
