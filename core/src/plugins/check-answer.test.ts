import { columnsOf } from '@jackfield/sdk/runtime';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkAnswer } from './check-answer.ts';

const result = { state: 'ok', summary: 'two ports up', items: [{ name: 'Gi1', state: 'ok', summary: 'up', metrics: [{ name: 'in', value: 1 }] }, { name: 'Gi2', state: 'ok', summary: 'up' }], metrics: [{ name: 'up', value: 2 }] };
const columns = columnsOf(result) ?? {};

test('a result counts in columns and as it is written', () => {
  expect(checkAnswer.parse({ columns })).toEqual(columns);
  expect(checkAnswer.parse(result)).toEqual(columns);
});

test('what is wrong in a written result is told with its place', () => {
  const parsed = checkAnswer.safeParse({ ...result, items: [{ name: 'Gi1', state: 'good', summary: 'up' }] });
  expect(parsed.error === undefined ? '' : z.prettifyError(parsed.error)).toContain('items[0].state');
});

test.each([
  ['a value too few', { values: [1] }],
  ['a list that is not there', { of: [0, 7] }],
  ['half a place', { of: [0, 0.5] }],
  ['fewer states than items', { states: ['ok'] }],
  ['a state of its own', { states: ['ok', 'good'] }],
  ['a name without end', { items: ['Gi1', 'x'.repeat(513)] }],
  ['a value that is text', { values: [2, '1'] }],
  ['a field too many', { colour: 'green' }],
  ['holes', { summaries: Array.from({ length: 2 }) }],
])('columns with %s are refused', (_what, wrong) => {
  expect(checkAnswer.safeParse({ columns: { ...columns, ...wrong } }).success).toBe(false);
});
