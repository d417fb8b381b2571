import type { Rule } from '../rule.ts';
import { answersValid } from './answers-valid.ts';
import { applyIdempotent } from './apply-idempotent.ts';
import { checksTurn } from './checks-turn.ts';
import { confirmUndoes } from './confirm-undoes.ts';
import { deadlineHonoured } from './deadline-honoured.ts';
import { documented } from './documented.ts';
import { errorsAreOutcomes } from './errors-are-outcomes.ts';
import { garbageSurvived } from './garbage-survived.ts';
import { identifyOwnOnly } from './identify-own-only.ts';
import { listReadable } from './list-readable.ts';
import { loopGivenBack } from './loop-given-back.ts';
import { metricsSent } from './metrics-sent.ts';
import { noLeaks } from './no-leaks.ts';
import { notifiersSound } from './notifiers-sound.ts';
import { permissionsUsed } from './permissions-used.ts';
import { planPure } from './plan-pure.ts';
import { probeLeaves } from './probe-leaves.ts';
import { readingNeverWrites } from './reading-never-writes.ts';
import { resourcesTried } from './resources-tried.ts';
import { restoreAfterFault, restoreAgain } from './restore-after-fault.ts';
import { restoreExact } from './restore-exact.ts';
import { resultsStable } from './results-stable.ts';
import { saveAgain } from './save-again.ts';
import { secondPlanEmpty } from './second-plan-empty.ts';
import { undoAfterRestart } from './undo-after-restart.ts';
import { watchersSound } from './watchers-sound.ts';

export { answersValid };

/** All rules, those of the lowest tier first: the order in which they are tried and shown. */
export const rules: readonly Rule[] = [
  readingNeverWrites, answersValid, errorsAreOutcomes, deadlineHonoured,
  identifyOwnOnly, resultsStable, garbageSurvived, listReadable, watchersSound, notifiersSound, resourcesTried, planPure, probeLeaves, secondPlanEmpty, applyIdempotent, restoreExact, undoAfterRestart, restoreAfterFault, confirmUndoes, saveAgain,
  checksTurn, metricsSent, permissionsUsed, loopGivenBack, noLeaks, documented,
  restoreAgain,
];
