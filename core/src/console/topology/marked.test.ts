import { expect, test } from 'vitest';
import { markedOf } from './marked.ts';

test('a node says what becomes of it; one that stands for several says of how many', () => {
  const marks = new Map([['core', 'risk'], ['one', 'way'], ['two', 'way'], ['three', 'service']] as const);
  expect(markedOf({ members: ['core'] }, marks)).toEqual({ mark: 'risk', words: 'at risk' });
  expect(markedOf({ members: ['one', 'two', 'three', 'four'] }, marks)).toEqual({ mark: 'way', words: '2 of 4: cut off' });
  expect(markedOf({ members: ['four'] }, marks)).toBeNull();
});
