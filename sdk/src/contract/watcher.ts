import type { ReadingContext } from './context.ts';
import type { JsonObject } from './json.ts';

/** Something a device said by itself. A hint: the host runs the named checks soon, it never trusts the event alone. */
export interface WatchEvent {
  readonly name: string;
  readonly summary: string;
  readonly data?: JsonObject;
  /** Checks of the plugin to run now. */
  readonly hints?: readonly string[];
}

export interface WatchContext<Settings = unknown> extends ReadingContext<Settings> {
  emit(event: WatchEvent): void;
}

/** Listens until its signal aborts. Returning early or throwing makes the host start it again, with back-off. */
export type Watcher<Settings = unknown> = (context: WatchContext<Settings>) => Promise<void>;
