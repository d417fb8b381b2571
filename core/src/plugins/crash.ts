import type { Operation } from '../transports/index.ts';
import type { Exchange, PluginCrash } from './process/index.ts';

/** An exchange with the operation that its request came to; null when that was refused or too large to be kept. */
export interface CrashExchange extends Exchange {
  readonly operation: Operation | null;
}

/** A crash, with what the host knows besides the process. */
export interface CrashOfVersion extends PluginCrash {
  readonly version: string;
  readonly exchanges: readonly CrashExchange[];
}
