import type { Verdict } from './minimal-sets.ts';
import type { Outcome } from './trial-host.ts';

/**
 * What a trial's outcome says of the trouble that is looked for. Another trouble is neither: a device that cannot be reached
 * without its credentials tells nothing about the port that is down with them.
 */
export function verdictOf(trouble: Outcome, outcome: Outcome): Verdict {
  if (outcome.state === 'ok') return 'passes';
  if (outcome.state === trouble.state && outcome.code === trouble.code) return 'fails';
  // It could not look before and can now; or what was critical is not any more.
  if (trouble.state === 'unknown' && outcome.state !== 'unknown') return 'passes';
  return trouble.state === 'critical' && outcome.state === 'warning' ? 'passes' : 'unclear';
}
