import { JackfieldError } from '../errors/index.ts';
import type { HostEvents } from '../events/index.ts';
import { storeFull, type Statement, type Store } from '../store/index.ts';
import { checkFailed } from './errors.ts';

/** Writes that nobody waits for. A store that cannot even keep one must not stop the checks: it is counted, told once, and shown. */
export class BackgroundWrites {
  readonly #store: Store;
  readonly #events: HostEvents;
  readonly #underWay = new Set<Promise<void>>();
  #refused = 0;
  #because = '';

  constructor(store: Store, events: HostEvents) {
    this.#store = store;
    this.#events = events;
  }

  /** Writes that the store refused. */
  get refused(): number {
    return this.#refused;
  }

  /** `onLost` when the store refuses it. */
  save(statements: readonly Statement[], onLost?: () => void): void {
    const written = this.#store.writeSoon(statements);
    if (onLost !== undefined) written.catch(onLost);
    this.follow(written);
  }

  /** Lets work go on that ends in writes. */
  follow(work: Promise<unknown>): void {
    const done = work.then(() => undefined, (error: unknown) => this.#notSaved(error)).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  async ended(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #notSaved(error: unknown): void {
    // The store itself tells of a full disk, and what is lost by it.
    if (storeFull.is(error)) return;
    this.#refused += 1;
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#because) return;
    this.#because = message;
    const { code, where, hint } = error instanceof JackfieldError ? error : checkFailed('');
    this.#events.emit('result.unsaved', { code, message, where, hint });
  }
}
