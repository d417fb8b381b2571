import { systemTime, type SimulatorClock } from '@jackfield/sdk/testing';

/** The time of devices and of a host's waits: it goes on as usual, and leaps over what would only be waited for. */
export class LeapingClock implements SimulatorClock {
  #aheadMs = 0;

  now(): number {
    return systemTime.now() + this.#aheadMs;
  }

  leap(milliseconds: number): void {
    this.#aheadMs += milliseconds;
  }

  delay: SimulatorClock['delay'] = (milliseconds, signal) => systemTime.delay(milliseconds, signal);
}
