import type { ServiceIdentifier } from 'inversify';

/** One thing that an act made another. */
export interface AuditChange {
  /** What, such as `role at site:leeds`. */
  readonly what: string;
  /** As it was, and as it is now, in plain words; null for nothing. Of a secret only that it is another. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface AuditEntry {
  /** Who: a person's name, or `jackfield` for the host itself. */
  readonly person: string;
  /** What, in dotted words: `operation.write`, `change.apply`, `hostkey.accept`, `configuration.reload`. */
  readonly action: string;
  readonly plugin: string | null;
  readonly pluginVersion: string | null;
  /** Its id: a name may be given to another one. */
  readonly device: string | null;
  readonly change: string | null;
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Plain words without secrets. */
  readonly detail: string;
  /** What is another now; left out where an act alters nothing. */
  readonly changed?: readonly AuditChange[];
}

export interface AuditRecord extends AuditEntry {
  readonly changed: readonly AuditChange[];
  readonly sequence: number;
  readonly at: string;
  /** Address, and token, that it was asked for from over the network; null for the machine of the host. */
  readonly origin: string | null;
  /** SHA-256 over the record before and this one. */
  readonly hash: string;
}

/** The append-only log of who did what; each record carries the hash of the one before. */
export interface Audit {
  record(entry: AuditEntry): Promise<void>;
  /** Of what was done already, which no full disk undoes: then the record waits in memory for room. */
  recordDeed(entry: AuditEntry): Promise<void>;
  /** Newest first. A device is named by its id, or by the name it had when it was removed; `devices` leaves out what is of none of them. */
  list(options?: { readonly limit?: number; readonly device?: string; readonly devices?: readonly string[]; readonly change?: string }): Promise<readonly AuditRecord[]>;
  /** Null when the chain holds, else the first sequence number that does not fit. */
  verify(): Promise<number | null>;
}
export const Audit: ServiceIdentifier<Audit> = Symbol.for('Audit');
