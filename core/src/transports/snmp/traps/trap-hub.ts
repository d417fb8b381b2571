import type { WireTrap } from '@jackfield/sdk/runtime';

/** Traps kept for a watcher that is slower than its device; the oldest go. */
const mostWaiting = 256;

interface Listener {
  readonly waiting: WireTrap[];
  wake: PromiseWithResolvers<void>;
}

/** Brings the traps of devices to those who listen to them. */
export class TrapHub {
  readonly #listeners = new Map<string, Set<Listener>>();

  isHeard(device: string): boolean {
    return this.#listeners.has(device);
  }

  deliver(device: string, trap: WireTrap): void {
    for (const listener of this.#listeners.get(device) ?? []) {
      if (listener.waiting.length >= mostWaiting) listener.waiting.shift();
      listener.waiting.push(trap);
      listener.wake.resolve();
    }
  }

  /** As JSON texts until the signal aborts; first what `missed` has. */
  async *listen(device: string, missed: () => Promise<readonly WireTrap[]>, signal: AbortSignal): AsyncGenerator<string> {
    const listener: Listener = { waiting: [], wake: Promise.withResolvers<void>() };
    const listeners = this.#listeners.get(device) ?? new Set();
    this.#listeners.set(device, listeners.add(listener));
    const stop = (): void => listener.wake.resolve();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (const trap of await missed()) yield JSON.stringify(trap);
      while (!signal.aborted) {
        for (let trap = listener.waiting.shift(); trap !== undefined; trap = listener.waiting.shift()) yield JSON.stringify(trap);
        if (signal.aborted) return;
        await listener.wake.promise;
        listener.wake = Promise.withResolvers<void>();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(device);
    }
  }
}
