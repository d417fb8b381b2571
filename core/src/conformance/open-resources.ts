import { createHook } from 'node:async_hooks';

/** Timers, sockets, processes and the like: what goes on when a call is over. Promises and the work of files end by themselves. */
const isLasting = (type: string): boolean => type === 'Timeout' || type === 'Immediate' || (type.endsWith('WRAP') && !type.endsWith('REQWRAP'));

/** Counts what is open, also what was told not to keep the process alive. */
export class OpenResources implements Disposable {
  readonly #open = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (isLasting(type) && !this.#isOfSignal) this.#open.add(id);
    },
    destroy: (id) => {
      this.#open.delete(id);
    },
    // To hear of the end of each of them costs more than all that is tried here.
    trackPromises: false,
  });

  readonly #timeout = Reflect.getOwnPropertyDescriptor(AbortSignal, 'timeout') ?? {};
  /** The timer of AbortSignal.timeout has an end of its own, up to which Node keeps it: it is nobody's to clear. */
  #isOfSignal = false;

  constructor() {
    this.#hook.enable();
    const value = new Proxy(AbortSignal.timeout, {
      apply: (target, self, args): unknown => {
        this.#isOfSignal = true;
        try {
          return Reflect.apply(target, self, args);
        } finally {
          this.#isOfSignal = false;
        }
      },
    });
    Reflect.defineProperty(AbortSignal, 'timeout', { ...this.#timeout, value });
  }

  get count(): number {
    return this.#open.size;
  }

  [Symbol.dispose](): void {
    this.#hook.disable();
    Reflect.defineProperty(AbortSignal, 'timeout', this.#timeout);
  }
}
