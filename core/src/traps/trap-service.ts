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

/** What is kept of one device. */
export interface KeptTraps {
  readonly device: string;
  readonly kept: number;
  /** When the last came, ISO, from which address, and what it is called. */
  readonly last: { readonly at: string; readonly address: string; readonly oid: string; readonly kind: 'trap' | 'inform'; readonly version: '1' | '2c' | '3' };
}

/** An address whose traps were dropped since the start. */
export interface DroppedFrom {
  readonly address: string;
  readonly dropped: number;
  /** ISO, to a quarter of a second. */
  readonly last: string;
}

/** Receives the traps of the devices where the configuration says so, and keeps them. */
export interface TrapService extends AsyncDisposable {
  /** Null where none are received. */
  status(): TrapStatus | null;
  /** What is on disk, by device. */
  kept(): Promise<readonly KeptTraps[]>;
  /** The last hundred addresses, most dropped first. */
  droppedFrom(): readonly DroppedFrom[];
}
export const TrapService: ServiceIdentifier<TrapService> = Symbol.for('TrapService');
