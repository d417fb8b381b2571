import { listen, type HostEventMap, type HostEvents } from '../events/index.ts';

/**
 * What a watcher told, as the host heard it: the checks that it hints at are run by the host's schedule, not here.
 *
 * @experimental
 * @since 0.1.0
 */
export type WatchedEvent = Pick<HostEventMap['plugin.watch'], 'name' | 'summary' | 'hints'>;

/**
 * A watcher that runs, until it is disposed.
 *
 * @experimental
 * @since 0.1.0
 */
export class TestWatch implements AsyncDisposable {
  /** All that it told, in order. */
  readonly events: WatchedEvent[] = [];
  readonly #stack = new AsyncDisposableStack();
  #taken = 0;
  #wakes = Promise.withResolvers<void>();

  /** @internal */
  static async start(events: HostEvents, device: string, run: () => Promise<AsyncDisposable>, verify: () => Promise<void>): Promise<TestWatch> {
    const watch = new TestWatch();
    watch.#stack.defer(verify);
    watch.#stack.use(listen(events, { 'plugin.watch': (event) => (event.device === device ? watch.#hear(event) : undefined) }));
    watch.#stack.use(await run());
    return watch;
  }

  /** The next event that was not taken yet, waited for. */
  async next(): Promise<WatchedEvent> {
    for (;;) {
      const event = this.events[this.#taken];
      if (event !== undefined) {
        this.#taken += 1;
        return event;
      }
      await this.#wakes.promise;
    }
  }

  #hear({ name, summary, hints }: WatchedEvent): void {
    this.events.push({ name, summary, hints });
    this.#wakes.resolve();
    this.#wakes = Promise.withResolvers();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}
