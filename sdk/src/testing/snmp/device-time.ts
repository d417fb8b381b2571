import { systemTime, type SimulatorClock } from '../clock/index.ts';

/** When a device started, how often, and since when its counters count. */
export class DeviceTime {
  readonly #clock: SimulatorClock;
  #startedAt: number;
  #countingSince: number;
  boots = 1;

  /** `uptime` in seconds. */
  constructor(uptime: number, clock: SimulatorClock = systemTime) {
    this.#clock = clock;
    this.#startedAt = clock.now() - uptime * 1_000;
    this.#countingSince = this.#startedAt;
  }

  /** Seconds since the start. */
  uptime(): number {
    return (this.#clock.now() - this.#startedAt) / 1_000;
  }

  /** Seconds since the counters were zero. */
  counting(): number {
    return (this.#clock.now() - this.#countingSince) / 1_000;
  }

  /** The uptime at which the counters were last set to zero without a start; 0 for never. */
  discontinuity(): number {
    return (this.#countingSince - this.#startedAt) / 1_000;
  }

  restart(): void {
    this.boots += 1;
    this.#startedAt = this.#clock.now();
    this.#countingSince = this.#startedAt;
  }

  clearCounters(): void {
    this.#countingSince = this.#clock.now();
  }
}
