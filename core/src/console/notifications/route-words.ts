import { durationOf } from '../parts/index.ts';
import { routeDraft } from './drafts.ts';
import type { Data } from './said-entries.ts';
import { quietWords } from './tellings.ts';

/** What a route says, in one line. */
export function routeWords(value: Data, hostZone: string): string {
  const { to, states, after, repeat, resolved, quiet, group, digest } = routeDraft(value);
  return [
    `${states.join(', ')}: ${to.join(', ')} ${after === 'off' ? 'at once' : `after ${durationOf(after)}`}`,
    ...(repeat === 'off' ? [] : [`again each ${durationOf(repeat)}`]),
    ...(resolved ? ['and when it is resolved'] : []),
    ...(quiet === null ? [] : [`not ${quietWords(quiet, hostZone)}${quiet.except.length === 0 ? '' : ` except ${quiet.except.join(', ')}`}`]),
    ...(group === '10s' ? [] : [`waits ${durationOf(group)} for others`]),
    ...(digest === '1m' ? [] : [`a message each ${durationOf(digest)} at most`]),
  ].join('; ');
}
