import { expect, test } from 'vitest';
import { failedCall, isAnswered } from './call-outcome.ts';

const told = (response: string, reason: string) => ({ headers: [['Event', 'OriginateResponse'], ['ActionID', 'a'], ['Response', response], ['Reason', reason]] as const });

test.each([
  ['Failure', '5', null, 'busy'], ['Failure', '3', null, 'noAnswer'], ['Failure', '3', '0', 'noAnswer'], ['Failure', '8', '0', 'failed'],
  // A Local channel is hung up by its dialplan, whatever befell the call behind it: the cause tells.
  ['Failure', '1', '17', 'busy'], ['Failure', '1', '19', 'noAnswer'], ['Failure', '1', '34', 'failed'], ['Failure', '1', '0', 'failed'], ['Failure', '0', null, 'failed'],
  // One that rang until its time was over has no better cause.
  ['Failure', '3', '34', 'noAnswer'], ['Failure', 'constructor', 'toString', 'failed'], ['Failure', '99', null, 'failed'],
])('%s, reason %s, cause %s: %s', (response, reason, cause, outcome) => {
  expect(failedCall(told(response, reason), cause)).toMatchObject({ outcome, reason: expect.stringMatching(/./) });
});

test('an answer is an answer, whatever its reason', () => {
  expect([isAnswered(told('Success', '4')), isAnswered(told('Failure', '4'))]).toEqual([true, false]);
});
