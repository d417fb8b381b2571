/** What a chaos run counted, and what it found wrong. */
export class Report {
  kills = 0;
  faults = 0;
  readonly violations: string[] = [];
  readonly #notes = new Map<string, number>();
  readonly #onViolation: (text: string) => void;

  constructor(onViolation: (text: string) => void) {
    this.#onViolation = onViolation;
  }

  violation(text: string): void {
    this.violations.push(text);
    this.#onViolation(text);
  }

  /** Counts something worth telling that is no violation. */
  note(what: string, count = 1): void {
    this.#notes.set(what, (this.#notes.get(what) ?? 0) + count);
  }

  get notes(): ReadonlyMap<string, number> {
    return this.#notes;
  }

  /** The line that a run ends with. */
  get line(): string {
    return `chaos: ${this.kills} kills, ${this.faults} faults, ${this.violations.length} violations`;
  }
}
