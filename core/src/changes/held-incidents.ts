import { despiteStore } from './despite-store.ts';
import { stepTitle, type Step } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { differingFields } from './differences.ts';
import type { RecordedChange } from './journal.ts';

/** An incident per resource that a change did not put back, or that nobody saw put back. The next change that leaves it as it should be resolves it. */
export class HeldIncidents {
  readonly #health: Pick<ChangeDependencies['health'], 'report' | 'resolve'>;

  constructor(health: Pick<ChangeDependencies['health'], 'report' | 'resolve'>) {
    this.#health = health;
  }

  /** Tells of a change that has ended. */
  async tell(change: RecordedChange): Promise<void> {
    for (const step of change.steps) {
      const subject = { device: step.device, about: `held ${stepTitle(step)}` };
      await despiteStore(async () => {
        if (step.state === 'verified' || step.state === 'restored') await this.#health.resolve(subject);
        if (step.state === 'failed' || step.state === 'restored-unverified') await this.#health.report(subject, { state: step.state === 'failed' ? 'critical' : 'warning', summary: heldText(change, step) });
      });
    }
  }
}

/** What is where, and the command that finishes it. */
function heldText({ id, title }: RecordedChange, step: Step): string {
  const fields = differingFields(step.after, step.before);
  const outcome = step.state === 'failed' ? 'could not put it back' : 'put it back and could not read it afterwards';
  const has = fields === '' ? '' : `, so the device may still have what was pushed in ${fields}`;
  const why = step.message === null ? '' : `: ${step.message}`;
  const finish = step.commitClass === 'irreversible' ? 'No undo can finish it: plan the configuration wanted.' : `Once the device answers, finish it with \`jackfield undo ${id}\`.`;
  return `${stepTitle(step)}: change ${id} (${title}) ${outcome}${has}${why}. ${finish}`;
}
