import { JackfieldError } from '../errors/index.ts';
import type { HostEvents } from '../events/index.ts';
import { storeFull } from '../store/index.ts';
import { checkFailed } from './errors.ts';

/** Results that the store refused: counted, and told when the reason is another than before. */
export class UnsavedResults {
  readonly #events: HostEvents;
  #because = '';
  count = 0;

  constructor(events: HostEvents) {
    this.#events = events;
  }

  note(error: unknown): void {
    // The store itself tells of a full disk, and what is lost by it.
    if (storeFull.is(error)) return;
    this.count += 1;
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#because) return;
    this.#because = message;
    const { code, where, hint } = error instanceof JackfieldError ? error : checkFailed('');
    this.#events.emit('result.unsaved', { code, message, where, hint });
  }
}
