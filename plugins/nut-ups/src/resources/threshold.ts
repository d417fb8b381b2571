import { setTimeout as pause } from 'node:timers/promises';
import { NotReady, Unsupported, type Resource, type Tcp, type WritingContext } from '@jackfield/sdk';
import type { z } from 'zod';
import { ask, expectLine, rowsOf } from '../protocol/conversation.ts';
import type { threshold as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';

export type ThresholdSpec = z.output<typeof schema>;
type Key = Pick<ThresholdSpec, 'ups' | 'variable'>;

/** A variable as the UPS tells it, and what it would take instead; both lists empty when upsd does not say. */
export type ThresholdState =
  | { readonly writable: false }
  | { readonly writable: true; readonly value: string; readonly choices: readonly string[]; readonly ranges: readonly (readonly [number, number])[] };

/** upsd hands a value on and does not wait: how long after it the UPS may still tell the old one. */
const pauses = [0, 50, 100, 250, 500, 1_000, 2_000];

async function readThreshold(tcp: Tcp, { ups, variable }: Key): Promise<ThresholdState> {
  const [get, type, choices, ranges] = [['GET', 'VAR', ups, variable], ['GET', 'TYPE', ups, variable], ['LIST', 'ENUM', ups, variable], ['LIST', 'RANGE', ups, variable]] as const;
  const [value, kind, ...lists] = await ask(tcp, [get, type, choices, ranges]);
  // A UPS without the variable is a state: there is nothing to set, and nothing to put back.
  if (value?.kind === 'refused' && value.code === 'VAR-NOT-SUPPORTED') return { writable: false };
  const [text = ''] = expectLine(value, get.join(' '), ['VAR', ups, variable]);
  if (!expectLine(kind, type.join(' '), ['TYPE', ups, variable]).includes('RW')) return { writable: false };
  return {
    writable: true, value: text,
    choices: rowsOf(lists[0], choices).map(([choice = '']) => choice),
    ranges: rowsOf(lists[1], ranges).map(([from = '', to = '']) => [Number(from) || 0, Number(to) || 0] as const),
  };
}

async function write({ tcp, signal }: WritingContext<Settings>, key: Key, wanted: ThresholdState): Promise<void> {
  const before = await readThreshold(tcp, key);
  if (!wanted.writable || (before.writable && before.value === wanted.value)) return;
  const command = ['SET', 'VAR', key.ups, key.variable, wanted.value];
  const [answer] = await ask(tcp, [command], { login: true });
  expectLine(answer, command.slice(0, 4).join(' '), ['OK']);
  for (const milliseconds of pauses) {
    await pause(milliseconds, undefined, { signal });
    const now = await readThreshold(tcp, key);
    if (now.writable && now.value === wanted.value) return;
  }
  throw new NotReady(`upsd took ${wanted.value} for ${key.variable} of ${key.ups}, and the UPS still tells another value`);
}

/** When a UPS acts: a variable that upsd lets a user with "actions = SET" set. */
export const threshold: Resource<ThresholdSpec, ThresholdState, 'ups' | 'variable', Settings> = {
  read: ({ tcp }, key) => readThreshold(tcp, key),
  plan(_context, current, { ups, variable, value }) {
    if (!current.writable) throw new Unsupported(`${ups} has no ${variable} that can be set`, { hint: `"upsrw ${ups}@HOST" lists what can.` });
    if (Number(current.value) === value) return current;
    const { choices, ranges } = current;
    // The same number, spelled as the UPS spells it: some take "020" and no other 20.
    const spelled = choices.length === 0 ? String(value) : choices.find((choice) => Number(choice) === value);
    if (spelled === undefined) throw new Unsupported(`${ups} takes ${choices.join(', ')} for ${variable}, not ${value}`);
    if (ranges.length > 0 && !ranges.some(([from, to]) => value >= from && value <= to)) {
      throw new Unsupported(`${ups} takes ${ranges.map(([from, to]) => `${from} to ${to}`).join(', ')} for ${variable}, not ${value}`);
    }
    return { ...current, value: spelled };
  },
  apply: (context, wanted, _current, key) => write(context, key, wanted),
  restore: (context, state, key) => write(context, key, state),
};
