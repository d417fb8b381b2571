import { snmpText, states as stateNames, worst, type SnmpValue, type State } from '@jackfield/sdk';
import { valueInteger } from '../text.ts';
import type { Verdict } from './sensor.ts';

function isState(word: string): word is State {
  return stateNames.some((state) => state === word);
}

function toVerdict(meaning: string): Verdict {
  const [word = '', ...rest] = meaning.split(' ');
  return { state: isState(word) ? word : 'unknown', text: rest.length === 0 ? word : rest.join(' ') };
}

/** What a value means by a profile's table, such as `critical failed`; a value that the table lacks means nothing that we know. */
export function verdictOf(meanings: { readonly [value: string]: string }, value: SnmpValue): Verdict {
  // Not as a person would read it: `0`, `no` and `none` are states too.
  const text = (valueInteger(value)?.toString() ?? snmpText(value) ?? '').trim();
  const meaning = meanings[text] ?? meanings[text.toLowerCase()];
  if (meaning === undefined) return { state: 'unknown', text: text === '' ? 'state not told' : `state ${text} is not known` };
  return toVerdict(meaning);
}

/** What it means by a profile's table that bits are set: the first bit is the highest of the first octet (RFC 2578, BITS). */
export function verdictOfBits(meanings: { readonly [bit: string]: string }, value: SnmpValue): Verdict | null {
  if (value.type !== 'OctetString') return null;
  const set = Object.entries(meanings).filter(([bit]) => (((value.value[Number(bit) >> 3] ?? 0) >> (7 - (Number(bit) & 7))) & 1) === 1);
  if (set.length === 0) return { state: 'ok', text: 'ok' };
  const verdicts = set.map(([, meaning]) => toVerdict(meaning));
  return { state: worst(verdicts.map(({ state }) => state)), text: verdicts.map(({ text }) => text).join(', ') };
}
