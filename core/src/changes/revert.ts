import type { ChangeState } from './change-service.ts';
import type { Step } from './change-step.ts';
import { despiteStore } from './despite-store.ts';
import type { HeldIncidents } from './held-incidents.ts';
import type { Journal, RecordedChange } from './journal.ts';
import type { Steps } from './steps.ts';

/** Puts a whole change back. `look` reads each device first, as after a start, when nobody knows how far it came. */
export async function revert(change: RecordedChange, steps: Steps, { journal, held }: { readonly journal: Journal; readonly held: HeldIncidents }, reason: string, look = false): Promise<void> {
  change.message = reason;
  journal.despiteFullDisk(change);
  await despiteStore(() => journal.state(change, 'reverting'));
  await steps.putBack(change.steps, look);
  // Before the change ends: a host that dies in between says it at the next start.
  await held.tell(change);
  await journal.state(change, outcomeOf(change.steps), reason);
}

/** What came of putting steps back. */
export function outcomeOf(steps: readonly Step[]): Extract<ChangeState, 'reverted-verified' | 'reverted-unverified' | 'failed-held'> {
  if (steps.some(({ state }) => state === 'failed')) return 'failed-held';
  return steps.some(({ state }) => state === 'restored-unverified') ? 'reverted-unverified' : 'reverted-verified';
}
