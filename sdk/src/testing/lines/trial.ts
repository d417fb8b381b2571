import { systemTime, type SimulatorClock } from '../clock/index.ts';

/** Changes on trial: the device takes them back by itself when nobody confirms them in time, as after `commit confirmed`. */
export class Trial {
  readonly #variables: Map<string, string>;
  readonly #clock: SimulatorClock;
  #pending: { readonly before: ReadonlyMap<string, string>; readonly until: number } | null = null;

  constructor(variables: Map<string, string>, clock: SimulatorClock = systemTime) {
    this.#variables = variables;
    this.#clock = clock;
  }

  /** Takes back what was not confirmed in time. */
  settle(): void {
    if (this.#pending === null || this.#clock.now() < this.#pending.until) return;
    this.#variables.clear();
    for (const [name, value] of this.#pending.before) this.#variables.set(name, value);
    this.#pending = null;
  }

  /** What is changed from here on is on trial; one that runs already goes on from what was before it. */
  begin(seconds: number): void {
    this.#pending = { before: this.#pending?.before ?? new Map(this.#variables), until: this.#clock.now() + seconds * 1_000 };
  }

  confirm(): void {
    this.#pending = null;
  }
}
