import { Allowance } from './allowance.ts';

export type LogLevel = 'debug' | 'info' | 'warn';
export type LogSink = (level: LogLevel, message: string, data: unknown) => void;

/** Lines that may come at once, and per second after. */
const burst = 100;
const perSecond = 10;

/** Lets a plugin's log through as far as a person could read it; says how many lines it swallowed. */
export class PluginLog {
  readonly #allowance = new Allowance(burst, perSecond);
  #swallowed = 0;

  get swallowed(): number {
    return this.#swallowed;
  }

  #reported = 0;

  write(sink: LogSink, level: LogLevel, message: string, data: unknown): void {
    if (!this.#allowance.take(1)) {
      this.#swallowed += 1;
      return;
    }
    if (this.#swallowed > this.#reported) {
      sink('warn', `${this.#swallowed - this.#reported} log lines dropped: the plugin writes too many`, { dropped: this.#swallowed });
      this.#reported = this.#swallowed;
    }
    sink(level, message, data);
  }

  drop(count: number): void {
    this.#swallowed += count;
  }
}
