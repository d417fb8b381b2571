import { setTimeout as delay } from 'node:timers/promises';

/** Runs a watcher again and again, 1 to 60 s apart, until disposed or until the signal aborts. */
export function watchUntilDisposed(
  run: (signal: AbortSignal) => Promise<unknown>,
  outer: AbortSignal | undefined,
  onEnd: (error: unknown) => void,
): AsyncDisposable {
  const stop = new AbortController();
  const signal = outer === undefined ? stop.signal : AbortSignal.any([outer, stop.signal]);
  const loop = async (): Promise<void> => {
    for (let pauseMs = 1_000; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 60_000)) {
      const error: unknown = await run(signal).then(() => null, (reason: unknown) => reason);
      if (signal.aborted) return;
      onEnd(error);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
