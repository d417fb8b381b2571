import { isRecord, numberOf, textOf, timeOf } from '../../json.ts';
import type { Copy, Outcome } from '../driver.ts';

type Row = Record<string, unknown>;

/** What Veeam has of one repository. */
export interface Catalogue {
  readonly backups: readonly Row[];
  readonly points: readonly Row[];
  readonly sessions: readonly Row[];
  /** One for each object in a session; none of agents. */
  readonly tasks: readonly Row[];
}

/** A run of a job, or of one object in it. */
interface Run {
  readonly id: string;
  readonly begun: number;
  /** Null while it runs. */
  readonly ended: number | null;
  readonly outcome: Outcome;
  /** Bytes of the source, and of those the ones that were read because they had changed. */
  readonly bytes: number | null;
  readonly newBytes: number | null;
  readonly kind: string;
}

/** `Success` is the only word for a copy that nothing is wrong with. */
function outcomeOf({ result }: Row): Outcome {
  const word = isRecord(result) ? result['result'] : result;
  return word === 'Success' ? 'complete' : word === 'Failed' ? 'failed' : 'incomplete';
}

function runOf(row: Row): Run | null {
  const begun = timeOf(row['creationTime']);
  if (begun === null) return null;
  const progress = isRecord(row['progress']) ? row['progress'] : {};
  return { id: textOf(row['id']), begun, ended: row['state'] === 'Stopped' ? timeOf(row['endTime']) : null, outcome: outcomeOf(row), bytes: numberOf(progress['processedSize']), newBytes: row['algorithm'] === 'Increment' ? numberOf(progress['readSize']) : null, kind: textOf(row['algorithm']) };
}

function copyOf(id: string, object: string, time: number, { begun, ended, outcome, bytes, newBytes, kind }: Run, suspicion: string | null): Copy {
  return { id, host: '', parts: [object], time, bytes, newBytes, kind, suspicion, seconds: ended === null ? null : (ended - begun) / 1_000, outcome };
}

/** Veeam looks for encryption and known malware while it reads: `Clean`, `Informative`, `Suspicious`, `Infected`. */
function suspicionOf({ malwareStatus: status }: Row): string | null {
  return status === 'Suspicious' || status === 'Infected' ? status.toLowerCase() : null;
}

/** The sessions of each job, and what each did for each object. */
class Runs {
  readonly #ofJob = new Map<string, Run[]>();
  readonly #ofObject = new Map<string, Map<string, Run>>();

  constructor({ sessions, tasks }: Catalogue) {
    for (const row of sessions) {
      const [job, run] = [textOf(row['jobId']), runOf(row)];
      if (run === null) continue;
      const known = this.#ofJob.get(job) ?? [];
      known.push(run);
      this.#ofJob.set(job, known);
    }
    for (const row of tasks) {
      const [session, run] = [textOf(row['sessionId']), runOf(row)];
      if (run !== null) this.#ofObject.set(session, (this.#ofObject.get(session) ?? new Map<string, Run>()).set(textOf(row['name']), run));
    }
  }

  of(job: string): readonly Run[] {
    return this.#ofJob.get(job) ?? [];
  }

  /** What a session did for an object: its own result where there is one; null when the session was of other objects. */
  for(session: Run, object: string): Run | null {
    const tasks = this.#ofObject.get(session.id);
    return tasks === undefined ? session : (tasks.get(object) ?? null);
  }
}

/**
 * Restore points with the outcome of the run that made them, and the runs that left none behind. A point does not say how its run ended:
 * it is that of its job which ran at the time. One from before the sessions that are known is taken for complete, one of a run under way for none yet.
 */
export function copiesOf(catalogue: Catalogue): readonly Copy[] {
  const runs = new Runs(catalogue);
  return catalogue.backups.flatMap((backup): Copy[] => {
    const sessions = runs.of(textOf(backup['jobId']));
    const covered = new Set<string>();
    const objects = new Set<string>();
    const made = catalogue.points.filter(({ backupId }) => backupId === backup['id']).flatMap((point): Copy[] => {
      const [id, object, time] = [textOf(point['id']), textOf(point['name']), timeOf(point['creationTime'])];
      if (object === '' || time === null) return [];
      objects.add(object);
      const session = sessions.findLast(({ begun, ended }) => begun <= time && (ended === null || time <= ended));
      if (session === undefined) return [{ id, host: '', parts: [object], time, bytes: null, newBytes: null, kind: '', suspicion: suspicionOf(point), seconds: null, outcome: 'complete' }];
      covered.add(`${session.id} ${object}`);
      if (session.ended === null) return [];
      return [copyOf(id, object, time, runs.for(session, object) ?? session, suspicionOf(point))];
    });
    const without = sessions.flatMap((session) => [...objects].flatMap((object): Copy[] => {
      const run = session.ended === null || covered.has(`${session.id} ${object}`) ? null : runs.for(session, object);
      return session.ended === null || run === null || run.outcome === 'complete' ? [] : [copyOf(session.id, object, session.ended, { ...run, bytes: null, newBytes: null }, null)];
    }));
    return [...made, ...without];
  });
}
