import { snmpText, states as stateNames, type SnmpValue, type State } from '@jackfield/sdk';
import { valueInteger } from '../text.ts';
import type { Verdict } from './sensor.ts';

function isState(word: string): word is State {
  return stateNames.some((state) => state === word);
}

/** What a value means by a profile's table, such as `critical failed`; a value that the table lacks means nothing that we know. */
export function verdictOf(meanings: { readonly [value: string]: string }, value: SnmpValue): Verdict {
  // Not as a person would read it: `0`, `no` and `none` are states too.
  const text = (valueInteger(value)?.toString() ?? snmpText(value) ?? '').trim();
  const meaning = meanings[text] ?? meanings[text.toLowerCase()];
  if (meaning === undefined) return { state: 'unknown', text: text === '' ? 'state not told' : `state ${text} is not known` };
  const [word = '', ...rest] = meaning.split(' ');
  return { state: isState(word) ? word : 'unknown', text: rest.length === 0 ? word : rest.join(' ') };
}
