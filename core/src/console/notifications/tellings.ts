import { durationOf } from '../parts/index.ts';
import { channelKind, quietDraft, routeDraft, type QuietDraft } from './drafts.ts';
import { isData, type Data, type SaidEntry } from './said-entries.ts';

const texts = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

/** To whom a channel leads, and how: `night@example.org by mail`. */
export function channelWords(name: string, value: Data | undefined): string {
  if (value === undefined) return `${name}, a channel that is not there`;
  switch (channelKind(value)) {
    case 'mail': return `${texts(value['mail'])} by mail`;
    case 'webhook': return `${name} by webhook`;
    case 'plugin': return `${texts(value['to']) || name} by ${typeof value['notifier'] === 'string' ? value['notifier'].split('/')[1] ?? '' : ''}`;
  }
}

/** Quiet hours: `between 22:00 and 06:00 on sat, sun (Europe/London)`. */
export function quietWords({ from, to, days, zone }: Pick<QuietDraft, 'from' | 'to' | 'days' | 'zone'>, hostZone: string): string {
  return `between ${from} and ${to}${days.length === 0 ? '' : ` on ${days.join(', ')}`} (${zone === '' ? hostZone : zone})`;
}

/** What happens when something is in a state: who is told, in the order in which they are. */
export interface Telling {
  readonly state: 'critical' | 'unknown' | 'warning';
  /** None: nobody is told. */
  readonly steps: readonly string[];
}

const minutesOf = (after: string): number => {
  const [, count = '0', unit = 'm'] = /^(\d+)(ms|s|m|h|d)$/.exec(after) ?? [];
  return Number(count) * ({ ms: 1 / 60_000, s: 1 / 60, m: 1, h: 60, d: 1_440 }[unit] ?? 0);
};

/** Who is told of what, and when, in plain words: what the routes of a place come to. */
export function tellings(routes: readonly SaidEntry[], channels: readonly SaidEntry[], hostZone: string): readonly Telling[] {
  const values = new Map(channels.map(({ name, value }) => [name, value]));
  return (['critical', 'unknown', 'warning'] as const).map((state) => {
    const fitting = routes.map(({ value }) => value).filter((value) => routeDraft(value).states.includes(state)).toSorted((one, other) => minutesOf(routeDraft(one).after) - minutesOf(routeDraft(other).after));
    return { state, steps: fitting.map((value) => stepWords(value, state, values, hostZone)) };
  });
}

function stepWords(value: Data, state: string, channels: ReadonlyMap<string, Data>, hostZone: string): string {
  const { to, after, repeat, resolved } = routeDraft(value);
  const quiet = isData(value['quiet']) ? quietDraft(value['quiet']) : null;
  return [
    `${to.map((name) => channelWords(name, channels.get(name))).join(', ')} ${after === 'off' ? 'at once' : `after ${durationOf(after)}, if nobody acknowledged it`}`,
    ...(quiet === null ? [] : [`${quiet.except.includes(state) ? 'also' : 'not'} ${quietWords(quiet, hostZone)}`]),
    ...(repeat === 'off' ? [] : [`again each ${durationOf(repeat)} until it is acknowledged`]),
    ...(resolved ? ['and when it is resolved'] : []),
  ].join(', ');
}
