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

/** What a plugin made of a trap: what it told, and which checks it had run at once. */
export interface HeardTrap {
  readonly at: string;
  readonly plugin: string;
  readonly name: string;
  readonly summary: string;
  readonly hints: readonly string[];
}

/** A trap or inform as it came. */
export interface RecentTrap {
  readonly device: string;
  readonly at: string;
  readonly address: string;
  readonly oid: string;
  readonly kind: 'trap' | 'inform';
  readonly version: '1' | '2c' | '3';
  readonly varbinds: readonly { readonly oid: string; readonly type: string; readonly value: string | number | null }[];
  /** By the plugins of the device, within seconds after it. */
  readonly heard: readonly HeardTrap[];
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
  /** The newest of some devices, or of all, newest first. */
  recent(asked: { readonly devices?: readonly string[]; readonly limit: number }): Promise<readonly RecentTrap[]>;
  /** The last hundred addresses, most dropped first. */
  droppedFrom(): readonly DroppedFrom[];
}
export const TrapService: ServiceIdentifier<TrapService> = Symbol.for('TrapService');
