import type { Change, ChangeProgress, ChangeService, Plan } from '../../core/src/changes/index.ts';

/** What people say to a change that runs. */
export const words = ['abort', 'pause and resume', 'pause and abort'] as const;
export type Word = (typeof words)[number];

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

/** People beside the one who applies a change: they call it off, let it wait, or apply another to the same devices. */
export class Onlookers {
  readonly #changes: ChangeService;
  readonly #plan: Plan;
  readonly #rival: Plan;
  readonly #doings: Promise<string | null>[] = [];
  readonly #ran: Change[] = [];
  /** Those who wait until the change is told to wait, or is over. */
  readonly #waiting: (() => void)[] = [];
  #isOver = false;
  /** Words that the change heard, and rivals that were refused. */
  said = 0;
  rivals = 0;

  constructor(changes: ChangeService, plan: Plan, rival: Plan) {
    this.#changes = changes;
    this.#plan = plan;
    this.#rival = rival;
  }

  readonly onProgress = ({ step }: ChangeProgress): void => {
    if (step.startsWith('paused')) this.#wake();
  };

  say(word: Word): void {
    this.#doings.push(this.#say(word));
  }

  compete(): void {
    this.#doings.push(this.#compete());
  }

  /** Once the change has ended: what was wrong about it. */
  async end(): Promise<readonly string[]> {
    this.#isOver = true;
    this.#wake();
    return (await Promise.all(this.#doings)).filter((wrong) => wrong !== null);
  }

  /** Once all cables are in place again: takes back what was pushed after the change had ended, and says what was wrong about that. */
  async undo(): Promise<readonly string[]> {
    const wrongs: string[] = [];
    for (const { id, state } of this.#ran) {
      if (state === 'reverted-verified') continue;
      const undone = await this.#changes.undo({ change: id, person: 'bob' }).catch((error: unknown) => error);
      if (undone instanceof Error) wrongs.push(`another change after it is ${state}, and cannot be undone: ${undone.message}`);
    }
    return wrongs;
  }

  #wake(): void {
    for (const done of this.#waiting.splice(0)) done();
  }

  async #say(word: Word): Promise<string | null> {
    const [change] = await this.#changes.list();
    if (change?.planHash !== this.#plan.hash) return null;
    try {
      for (const one of word.split(' and ')) {
        // It waits between steps: what is under way ends first. It may say so before the word is known to be heard.
        const paused = one === 'pause' && !this.#isOver ? new Promise<void>((done) => this.#waiting.push(done)) : null;
        if (one === 'pause' || one === 'resume' || one === 'abort') await this.#changes.control(change.id, one, 'bob');
        this.said += 1;
        await paused;
      }
      return null;
    } catch (error) {
      // Too late, or it is being put back.
      return codeOf(error) === 'JF6035' ? null : `${word} was refused: ${String(error)}`;
    }
  }

  async #compete(): Promise<string | null> {
    const outcome = await this.#changes.apply({ plan: this.#rival, person: 'bob' }).catch((error: unknown) => error);
    const all = await this.#changes.list();
    const [own, rival] = [this.#plan, this.#rival].map(({ hash }) => all.find(({ planHash }) => planHash === hash));
    if (outcome instanceof Error) {
      const isHeld = outcome.message.includes('JF6016') || codeOf(outcome) === 'JF6016';
      if (isHeld) this.rivals += 1;
      // A change that was refused, or has ended, holds nothing any more.
      return isHeld || own === undefined || own.endedAt !== null ? null : `another change was refused for another reason: ${outcome.message}`;
    }
    if (rival === undefined) return 'another change came to an end that is not known';
    this.#ran.push(rival);
    return own === undefined || (own.endedAt !== null && own.endedAt <= rival.startedAt) ? null : 'another change ran beside it on the same devices';
  }
}
