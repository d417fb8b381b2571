import type { State } from '@jackfield/sdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observe, pendingState, suspend, type CheckState } from './check-state.ts';
import { changeRate, isFlapping } from './flapping.ts';

const letters: Record<string, State> = { o: 'ok', w: 'warning', c: 'critical', u: 'unknown' };

function after(states: string, attempts = 3): CheckState {
  return [...states].reduce((state, letter, index) => (letter === '-' ? suspend(state, index) : observe(state, letters[letter] ?? 'ok', index, attempts)), pendingState);
}

test.each([
  // states seen, then: state, hard, attempt, confirmed
  ['o', 'ok', true, 1, 'ok'],
  ['c', 'critical', false, 1, 'pending'],
  ['cc', 'critical', false, 2, 'pending'],
  ['ccc', 'critical', true, 3, 'critical'],
  ['cccc', 'critical', true, 3, 'critical'],
  ['oc', 'critical', false, 1, 'ok'],
  ['occo', 'ok', true, 1, 'ok'],
  ['owcw', 'warning', true, 3, 'warning'],
  ['occcw', 'warning', true, 3, 'warning'],
  ['occcwo', 'ok', true, 1, 'ok'],
  ['ouu', 'unknown', false, 2, 'ok'],
  ['ouuu', 'unknown', true, 3, 'unknown'],
  ['occu', 'unknown', false, 1, 'ok'],
  ['occcu', 'unknown', false, 1, 'critical'],
  ['occcuc', 'critical', true, 1, 'critical'],
  ['ouuuc', 'critical', false, 1, 'unknown'],
  ['occc-', 'unknown', false, 0, 'critical'],
  ['occc-c', 'critical', true, 1, 'critical'],
  ['occc-o', 'ok', true, 1, 'ok'],
] as const)('after %s a check is %s, hard %s, attempt %i, confirmed %s', (seen, state, hard, attempt, confirmed) => {
  expect(after(seen)).toMatchObject({ state, hard, attempt, confirmed });
});

test('with one attempt a problem is hard at once', () => {
  expect(after('c', 1)).toMatchObject({ state: 'critical', hard: true });
});

test('since is the time of the last change of state, not of the last result', () => {
  expect(after('occc').since).toBe(1);
});

test('unknowns alone never confirm a critical state', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('o', 'u')), (seen) => {
    expect(after(seen.join('')).confirmed).not.toBe('critical');
  }));
});

test('what is confirmed was seen as often as configured, in its own kind', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('o', 'w', 'c', 'u'), { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (seen, attempts) => {
    let longest = 0;
    let run = 0;
    for (const letter of seen) {
      run = letter === 'w' || letter === 'c' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    const problems = seen.map((_, index) => after(seen.slice(0, index + 1).join(''), attempts).confirmed).filter((state) => state === 'critical' || state === 'warning');
    expect(problems.length > 0).toBe(longest >= attempts);
  }));
});

test('a state that alternates flaps, a steady one does not, and the end is lower than the beginning', () => {
  const alternating: State[] = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'ok' : 'critical'));
  expect(isFlapping(alternating, false)).toBe(true);
  expect(isFlapping(Array.from({ length: 20 }, () => 'ok' as const), true)).toBe(false);
  const fewChanges: State[] = [...Array.from({ length: 14 }, () => 'ok' as const), 'critical', 'ok', 'critical', 'ok', 'critical', 'critical'];
  const rate = changeRate(fewChanges);
  expect(rate).toBeGreaterThan(25);
  expect(rate).toBeLessThan(30);
  expect(isFlapping(fewChanges, true)).toBe(true);
  expect(isFlapping(fewChanges, false)).toBe(false);
});
