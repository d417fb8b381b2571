import type { ServiceIdentifier } from 'inversify';
import type { TrapCounts } from '../transports/index.ts';

export interface TrapStatus extends Omit<TrapCounts, 'from'> {
  readonly address: string;
  /** UDP. */
  readonly port: number;
  readonly listening: boolean;
  /** Why it does not; it is tried again. */
  readonly problem: Error | null;
}

/** Receives the traps of the devices where the configuration says so, and keeps them. */
export interface TrapService extends AsyncDisposable {
  /** Null where none are received. */
  status(): TrapStatus | null;
}
export const TrapService: ServiceIdentifier<TrapService> = Symbol.for('TrapService');
