import type { Clock } from './clock.ts';

/** Milliseconds after the first for which others are waited for. */
const gathering = 200;

/** Devices found or changed, handed on together: a discovery changes hundreds within a moment. */
export class ChangedDevices implements Disposable {
  readonly #clock: Clock;
  readonly #take: (device: string) => void;
  #changed = new Set<string>();
  #timer: Disposable | null = null;

  constructor(clock: Clock, take: (device: string) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  add(device: string): void {
    this.#changed.add(device);
    this.#timer ??= this.#clock.after(gathering, () => {
      this.#timer = null;
      const changed = this.#changed;
      this.#changed = new Set();
      for (const id of changed) this.#take(id);
    });
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }
}
