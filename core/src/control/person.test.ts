import { userInfo } from 'node:os';
import { expect, test } from 'vitest';
import { currentPerson } from './index.ts';

test('two people behind sudo are two people', () => {
  expect(currentPerson({ SUDO_USER: 'ada' })).toBe('ada');
  expect(currentPerson({ SUDO_USER: 'bob' })).toBe('bob');
  expect([currentPerson({}), currentPerson({ SUDO_USER: '' })]).toEqual([userInfo().username, userInfo().username]);
});
