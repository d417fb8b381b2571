import type { ServiceIdentifier } from 'inversify';
import type { EnableResult } from './enable.ts';
import type { HistoryRecord } from './history.ts';
import type { InstallResult } from './install.ts';
import type { InstalledPackage } from './installed.ts';
import type { Received } from './receive.ts';
import type { RemoveResult } from './remove.ts';
import type { RollbackResult } from './rollback.ts';
import type { WaitingPackage } from './waiting-packages.ts';

/** The waiting package that is meant: by its plugin, and by the integrity that somebody saw. */
export interface Meant {
  readonly plugin: string;
  readonly integrity: string;
  readonly person: string;
}

export interface WaitingInstall extends Meant {
  /** All that was shown is granted. */
  readonly grant: boolean;
  /** An older version than the one that runs is meant. */
  readonly downgrade: boolean;
  /** The version that it was shown over; null for nothing. Another one runs by now: another question. */
  readonly before: string | null;
}

/** The installed packages of a running host, and those that wait for a person. One change at a time. */
export interface PackageService {
  list(): Promise<readonly InstalledPackage[]>;
  /** Oldest first. */
  history(): Promise<readonly HistoryRecord[]>;
  /** By plugin, without those that run by now. */
  waiting(): Promise<readonly WaitingPackage[]>;
  /** Writes the bytes of a package to the disk as they come. */
  receive(source: AsyncIterable<Uint8Array>, declared: number | null): Promise<Received>;
  /** Has a received package wait; throws what keeps it from being installed. `name` is what the sender calls the file, `expected` the plugin that an upgrade was asked for. */
  offer(given: { readonly file: string; readonly bytes: number; readonly name: string; readonly person: string; readonly expected: string | null }): Promise<WaitingPackage>;
  /** The same for a package of the registry; without a name, of where the plugin came from. */
  fetch(given: { readonly from: string | null; readonly person: string; readonly expected: string | null }): Promise<WaitingPackage>;
  install(given: WaitingInstall): Promise<InstallResult>;
  refuse(given: Meant): Promise<WaitingPackage>;
  rollback(plugin: string, person: string): Promise<RollbackResult>;
  remove(plugin: string, person: string, force: boolean): Promise<RemoveResult>;
  enable(given: { readonly plugin: string; readonly site: string; readonly enabled: boolean; readonly grant: 'read' | 'write' | null; readonly person: string }): Promise<EnableResult>;
}
export const PackageService: ServiceIdentifier<PackageService> = Symbol.for('PackageService');
