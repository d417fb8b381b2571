import { createHook } from 'node:async_hooks';

/** Timers, sockets, processes and the like: what goes on when a call is over. Promises and the work of files end by themselves. */
const isLasting = (type: string): boolean => type === 'Timeout' || type === 'Immediate' || (type.endsWith('WRAP') && !type.endsWith('REQWRAP'));

/** Counts what is open, also what was told not to keep the process alive. */
export class OpenResources implements Disposable {
  readonly #open = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (isLasting(type)) this.#open.add(id);
    },
    destroy: (id) => {
      this.#open.delete(id);
    },
  });

  constructor() {
    this.#hook.enable();
  }

  get count(): number {
    return this.#open.size;
  }

  [Symbol.dispose](): void {
    this.#hook.disable();
  }
}
