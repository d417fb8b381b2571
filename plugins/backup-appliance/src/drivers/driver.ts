import type { ReadingContext } from '@jackfield/sdk';
import type { Sample } from '../forecast.ts';
import type { RepositorySettings, Settings } from '../settings.ts';

/** `incomplete`: made, but something is missing in it; with warnings is incomplete too, for nobody has read them. */
export type Outcome = 'complete' | 'incomplete' | 'failed';

/** One run of a backup, and the copy that came of it. */
export interface Copy {
  /** As the product names it. */
  readonly id: string;
  /** The machine that it is of; empty where the product does not tell. */
  readonly host: string;
  /** What is in it: paths, a series of archives, a job, a guest. Each may be a protected object. */
  readonly parts: readonly string[];
  /** Epoch milliseconds. */
  readonly time: number;
  /** Bytes of the source that it holds; null where the product does not tell. */
  readonly bytes: number | null;
  /** Bytes in it that no copy before had; null where the product does not tell. */
  readonly newBytes: number | null;
  /** Full, incremental, as the product calls it: only runs of one kind are alike. Empty where it has but one. */
  readonly kind: string;
  /** What the product itself suspects of it; null where it suspects nothing, or does not look. */
  readonly suspicion: string | null;
  /** How long it took; null where the product does not tell. */
  readonly seconds: number | null;
  readonly outcome: Outcome;
  /** Somebody marked it to stay, whatever the retention says; absent where nobody did, or the product knows no such thing. */
  readonly isProtected?: true;
}

/** One run of what keeps a repository in order. */
export interface JobRun {
  /** As people say it, such as `garbage collection`. */
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly endedAt: number;
  readonly seconds: number;
  readonly outcome: Outcome;
  /** The product's own words for how it ended. */
  readonly said: string;
}

/** What keeps others out of a repository. */
export interface Lock {
  readonly id: string;
  readonly host: string;
  readonly isExclusive: boolean;
  /** Epoch milliseconds; null when the lock does not say. */
  readonly time: number | null;
}

/** The room in which a repository lies. */
export interface Room {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** Share of the inodes in use, per cent; null where there are none to run out of. */
  readonly inodesUsed: number | null;
  /** What was in use after each prune; absent where nobody wrote it down. */
  readonly samples?: readonly Sample[];
  /** When the product itself expects it to be full, epoch milliseconds; null when never, absent when it does not say. */
  readonly fullAt?: number | null;
}

/** What is known of the last verifications of a repository. */
export interface Verification {
  /** Epoch milliseconds of the last one. */
  readonly finishedAt: number;
  readonly isOk: boolean;
  /** Share of the data that was read and compared in the last thirty days, 0 to 1; null where nobody tells. */
  readonly coverage: number | null;
}

/**
 * What every product is asked, in one shape. What a product cannot tell is absent here, and the check says so: nothing is made
 * up. All of it only reads.
 */
export interface Driver {
  /** As people write it. */
  readonly title: string;
  /** How it is asked. What the appliance's own program does and writes down is there over SSH alone. */
  readonly reach: 'ssh' | 'http' | 'snmp';
  /** Whether this is a machine with the product. */
  isThere(context: ReadingContext<Settings>): Promise<boolean>;
  /** Days of which it tells copies; absent where it tells all there are. */
  readonly historyDays?: number;
  copies?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<readonly Copy[]>;
  locks?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<readonly Lock[]>;
  room?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<Room>;
  /** The machine that a copy is of, as people name it; empty where the product does not tell. */
  machineOf(copy: Pick<Copy, 'host' | 'parts'>): string;
  /** What a person runs to get an object back from a copy, placeholders in capitals. */
  restoreCommand(repository: RepositorySettings, copy: Copy, object: string): string;
  /** For how many days the product says that copies cannot be deleted; 0 when they can be, null where it does not say. */
  immutability?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<number | null>;
  /** The kind of job without which room that was pruned never returns; absent where pruning does it. */
  readonly roomReturnsBy?: string;
  /** What keeps the repository in order (verification, pruning, copying on, taking back room), the newest run first; those of a month that have ended. */
  jobs?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<readonly JobRun[]>;
  /** The machine's clock, epoch milliseconds cut to whole seconds. */
  clock(context: ReadingContext<Settings>): Promise<number>;
  /** Null when it was never verified. */
  verification?(context: ReadingContext<Settings>, repository: RepositorySettings): Promise<Verification | null>;
}

/** A copy of nothing is no copy: an unmounted source gives one. One that lacks files is none to rely on. */
export function isGood({ bytes, outcome }: Copy): boolean {
  return bytes !== 0 && outcome === 'complete';
}
