import type { ScheduledCheck } from './scheduled-check.ts';

/** How a check comes to its turn. */
export interface Turn {
  /** When it was due, or was asked for: what was read of the device before tells nothing of what it is to tell. */
  readonly since: number;
  /** Other checks of the plugin that wait for the device. */
  readonly alsoDue: readonly string[];
}

/** Checks that wait for their turn, with those that are due together. */
export class Turns {
  readonly #waiting = new Map<string, Map<ScheduledCheck, number>>();

  /** Has it wait; one that waits already must not tell what is older any more. */
  await(check: ScheduledCheck, since: number): void {
    const { turn } = check.order;
    const together = this.#waiting.get(turn) ?? new Map<ScheduledCheck, number>();
    this.#waiting.set(turn, together.set(check, since));
  }

  /** Its turn has come. */
  take(check: ScheduledCheck): Turn {
    const { turn } = check.order;
    const together = this.#waiting.get(turn);
    const since = together?.get(check) ?? Infinity;
    together?.delete(check);
    if (together?.size === 0) this.#waiting.delete(turn);
    return { since, alsoDue: [...(together?.keys() ?? [])].map(({ order }) => order.check) };
  }
}
