import { numberOf, recordsOf, textOf } from '../../json.ts';
import type { JobRun, Outcome } from '../driver.ts';

/** What the tasks are called that keep a datastore in order, begun by a job or by hand. */
const kinds: { readonly [type: string]: string } = {
  verificationjob: 'verification', verify: 'verification', verify_group: 'verification', verify_snapshot: 'verification',
  prunejob: 'prune', prune: 'prune', syncjob: 'sync', sync: 'sync', garbage_collection: 'garbage collection',
};

/** It says `OK`, `WARNINGS: 3`, or what went wrong. */
function outcomeOf(status: string): Outcome {
  return status === 'OK' ? 'complete' : status.startsWith('WARNINGS') ? 'incomplete' : 'failed';
}

/** Those that have ended, the newest first; what was stopped by a person ended too, as it says. */
export function readTasks(data: unknown): readonly JobRun[] {
  const runs = recordsOf(data).flatMap((task): JobRun[] => {
    const type = textOf(task['worker_type']);
    const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    const [begun, ended] = [numberOf(task['starttime']), numberOf(task['endtime'])];
    const said = textOf(task['status']);
    if (kind === undefined || begun === null || ended === null || said === '') return [];
    return [{ kind, endedAt: ended * 1_000, seconds: Math.max(0, ended - begun), outcome: outcomeOf(said), said }];
  });
  return runs.toSorted((one, other) => other.endedAt - one.endedAt);
}
