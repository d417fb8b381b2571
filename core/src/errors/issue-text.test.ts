import { expect, test } from 'vitest';
import { z } from 'zod';
import { issuesText } from './issue-text.ts';

const own = z.string().refine((text) => text.endsWith('s'), 'a duration such as 30s');

test.each<[z.ZodType, unknown, string]>([
  [z.object({ title: z.string() }), {}, 'title: it is missing'],
  [z.object({ title: z.string() }), { title: 3 }, 'title: expected a text, not a number'],
  [z.object({ list: z.array(z.int()) }), { list: 'x' }, 'list: expected a list, not a text'],
  [z.object({ list: z.array(z.int()) }), { list: [1, 1.5] }, 'list.1: expected a whole number, not a number'],
  [z.object({ on: z.boolean() }), { on: null }, 'on: expected true or false, not nothing'],
  [z.int().max(65_535), 99_999, 'expected at most 65535'],
  [z.int().positive(), 0, 'expected more than 0'],
  [z.string().min(1), '', 'it is empty'],
  [z.string().max(3), 'long', 'expected at most 3 characters'],
  [z.array(z.string()).min(2), [], 'expected at least 2 entries'],
  [z.enum(['a', 'b']), 'c', 'expected one of a, b'],
  [z.literal(1), 2, 'expected 1'],
  [z.strictObject({}), { a: 1, b: 2 }, 'unknown key "a", unknown key "b"'],
  [own, 'x', 'expected a duration such as 30s'],
  [z.object({ a: z.string(), b: z.string() }), {}, 'a: it is missing; b: it is missing'],
])('%# what is wrong is said in words', (schema, value, text) => {
  const { error } = schema.safeParse(value);
  expect(error === undefined ? '' : issuesText(error)).toBe(text);
});
