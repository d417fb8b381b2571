import { AsyncLocalStorage } from 'node:async_hooks';

/** Under which every copy of the test host says whose code runs. */
const fence = Symbol.for('jackfield.plugin-fence');

/** Holds a value while a plugin's code runs; one that never does where no test host was opened. */
function inPlugin(): AsyncLocalStorage<unknown> {
  const known: unknown = Reflect.get(globalThis, fence);
  return known instanceof AsyncLocalStorage ? known : new AsyncLocalStorage();
}

/** A collection that outlives the call that made it. */
interface Kept {
  readonly collection: Collection;
  readonly what: string;
}

type Collection = Map<unknown, unknown> | Set<unknown> | unknown[];

function sizeOf(collection: Collection): number {
  return Array.isArray(collection) ? collection.length : collection.size;
}

/** What a plugin's code has left behind at one moment. */
export interface Traces {
  /** Listeners on process. */
  readonly processListeners: number;
  /** Entries of each collection that was filled by more than one call. */
  readonly collections: ReadonlyMap<object, { readonly what: string; readonly size: number }>;
}

/**
 * Watches what plugins in this process leave behind: all that makes entries and listeners is asked whether a plugin's
 * code calls it. Costs time: only while it is wanted. Dispose it to stop.
 */
export class PluginTraces implements Disposable {
  readonly #inPlugin = inPlugin();
  readonly #added = new Map<AbortSignal, Set<unknown>>();
  readonly #firstCall = new WeakMap<object, number>();
  readonly #kept = new Map<object, Kept>();
  readonly #undo = new DisposableStack();
  #call = 0;
  #isLooking = false;

  constructor() {
    this.#before(Map.prototype, 'set', (map) => this.#touch(map, map instanceof Map ? map : null, 'a Map'));
    this.#before(Set.prototype, 'add', (set) => this.#touch(set, set instanceof Set ? set : null, 'a Set'));
    for (const name of ['push', 'unshift'] as const) this.#before(Array.prototype, name, (list) => this.#touch(list, Array.isArray(list) ? list : null, 'an array'));
    this.#before(EventTarget.prototype, 'addEventListener', (target, [type, listener]) => this.#listens(target, type, listener));
    this.#before(EventTarget.prototype, 'removeEventListener', (target, [, listener]) => target instanceof AbortSignal && this.#added.get(target)?.delete(listener));
  }

  /** A call is over: how many listeners it has left on AbortSignals. Those that went with a signal that fired are none. */
  callOver(): number {
    this.#call += 1;
    let left = 0;
    for (const [signal, listeners] of this.#added) {
      const isOver = signal.aborted && !(signal.reason instanceof Error && signal.reason.message === 'the call is over');
      if (!isOver) left += listeners.size;
    }
    this.#added.clear();
    return left;
  }

  now(): Traces {
    return {
      processListeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
      collections: new Map([...this.#kept].map(([key, { collection, what }]) => [key, { what, size: sizeOf(collection) }])),
    };
  }

  [Symbol.dispose](): void {
    this.#undo.dispose();
  }

  #listens(target: unknown, type: unknown, listener: unknown): void {
    if (!(target instanceof AbortSignal) || type !== 'abort' || typeof listener !== 'function') return;
    const listeners = this.#added.get(target) ?? new Set();
    listeners.add(listener);
    this.#added.set(target, listeners);
  }

  /** What a later call fills again outlives the call that made it. */
  #touch(key: unknown, collection: Collection | null, what: string): void {
    if (collection === null || typeof key !== 'object' || key === null) return;
    const first = this.#firstCall.get(key);
    if (first === undefined) this.#firstCall.set(key, this.#call);
    else if (first !== this.#call && !this.#kept.has(key)) this.#kept.set(key, { collection, what });
  }

  #before(owner: object, name: string, look: (self: unknown, args: readonly unknown[]) => unknown): void {
    const original: unknown = Reflect.get(owner, name);
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
    if (typeof original !== 'function' || descriptor === undefined) return;
    const seen = (self: unknown, args: readonly unknown[]): void => this.#seen(look, self, args);
    // No proxy: whatever runs in the process comes through here.
    const value = function watched(this: unknown, ...args: unknown[]): unknown {
      seen(this, args);
      return Reflect.apply(original, this, args);
    };
    Reflect.defineProperty(owner, name, { ...descriptor, value });
    this.#undo.defer(() => Reflect.defineProperty(owner, name, descriptor));
  }

  #seen(look: (self: unknown, args: readonly unknown[]) => unknown, self: unknown, args: readonly unknown[]): void {
    // What this does itself is not the plugin's.
    if (this.#isLooking || this.#inPlugin.getStore() === undefined) return;
    this.#isLooking = true;
    try {
      look(self, args);
    } finally {
      this.#isLooking = false;
    }
  }
}
