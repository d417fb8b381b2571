/** Time as health sees it: handed in, so that a day of checks can be tested in a second. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once; dispose to call it off. Never keeps the process alive by itself. */
  after(milliseconds: number, call: () => void): Disposable;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, milliseconds);
    timer.unref();
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

/** Calls again and again, the given time apart, until disposed. */
export function every(clock: Clock, milliseconds: number, call: () => void): Disposable {
  let timer: Disposable;
  const arm = (): Disposable =>
    clock.after(milliseconds, () => {
      timer = arm();
      call();
    });
  timer = arm();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
