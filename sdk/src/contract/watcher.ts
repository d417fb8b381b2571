import type { ReadingContext } from './context.ts';
import type { JsonObject } from './json.ts';
import type { SnmpListener } from '../transports/snmp.ts';

/**
 * Something a device said by itself. A hint: the host runs the named checks soon, it never trusts the event alone.
 *
 * @stable
 * @since 0.1.0
 */
export interface WatchEvent {
  /** What happened, as the device names it, such as `linkDown`. */
  readonly name: string;
  /** One line for a person. */
  readonly summary: string;
  /** Facts that came with it; never a secret. */
  readonly data?: JsonObject;
  /** Checks of the plugin to run now. */
  readonly hints?: readonly string[];
}

/**
 * What a watcher is called with.
 *
 * @stable
 * @since 0.1.0
 */
export interface WatchContext<Settings = unknown> extends ReadingContext<Settings> {
  /** The device's SNMP agent, with the traps that it sends. */
  readonly snmp: SnmpListener;
  /** Tells the host. Returns at once; what the host does not keep up with is dropped and counted. */
  emit(event: WatchEvent): void;
}

/**
 * Listens until its signal aborts. Returning early or throwing makes the host start it again, with back-off.
 *
 * @stable
 * @since 0.1.0
 */
export type Watcher<Settings = unknown> = (context: WatchContext<Settings>) => Promise<void>;
