/**
 * Time as simulated devices see it: their clocks, their counters, their slowness.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SimulatorClock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves when the time has passed; rejects when the signal aborts before. */
  delay(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * The time of this machine.
 *
 * @experimental
 * @since 0.1.0
 */
export const systemTime: SimulatorClock = {
  now: () => Date.now(),
  delay: (milliseconds, signal) => new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  }),
};
