/** Events kept for a listener that is slower than who tells them; of more the oldest go. */
const mostKept = 10_000;

/** What was told and not yet taken, never more than `mostKept`: a listener that stands still costs bounded memory. */
export class EventBacklog<Event> {
  #kept: (Event | undefined)[] = [];
  #first = 0;
  #wake = Promise.withResolvers<void>();
  /** Events that went because nobody took them in time. */
  dropped = 0;

  get size(): number {
    return this.#kept.length - this.#first;
  }

  push(event: Event): void {
    if (this.size >= mostKept) {
      this.take();
      this.dropped += 1;
    }
    this.#kept.push(event);
    this.#wake.resolve();
  }

  /** The oldest; undefined when there is none. */
  take(): Event | undefined {
    const event = this.#kept[this.#first];
    if (this.size === 0) return undefined;
    this.#kept[this.#first] = undefined;
    this.#first += 1;
    // Moved together now and then: to shift each would move all for each.
    if (this.#first >= mostKept || this.size === 0) {
      this.#kept = this.#kept.slice(this.#first);
      this.#first = 0;
    }
    return event;
  }

  /** Wakes who waits: something else than an event happened. */
  wake(): void {
    this.#wake.resolve();
  }

  /** Until something was pushed, or somebody woke it. */
  async wait(): Promise<void> {
    await this.#wake.promise;
    this.#wake = Promise.withResolvers<void>();
  }
}
