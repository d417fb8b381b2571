import type { JackfieldError } from '../errors/index.ts';
import { storeFailed, storeFull } from './errors.ts';
import type { Statement, StorageStatus, WriteOutcome } from './store.ts';

/** Characters of values that may wait for room on the disk, so that memory is bounded too: hours of a large site. */
const mostHeld = 64 * 1_024 * 1_024;
const retryMs = 1_000;
/** Groups that are tried in one transaction. */
const together = 100;

export interface HeldWritesOptions {
  /** One transaction; rejects with JF7003 while there is no room. */
  readonly write: (statements: readonly Statement[]) => Promise<void>;
  /** Told once, when the first write has to wait. */
  readonly onFull: (problem: JackfieldError) => void;
  /** Told when all that waited is written, with what was too much to be kept. */
  readonly onRoom: (written: number, lost: number) => void;
}

type Group = readonly Statement[];

/** Writes that a full disk did not take: kept in memory in their order, and written when there is room again. */
export class HeldWrites {
  readonly #options: HeldWritesOptions;
  #groups: Group[] = [];
  #size = 0;
  #written = 0;
  #lost = 0;
  #problem: JackfieldError | null = null;
  #timer: NodeJS.Timeout | undefined;
  #trying: Promise<void> | null = null;
  #ended = false;

  constructor(options: HeldWritesOptions) {
    this.#options = options;
  }

  status(): StorageStatus {
    return { waiting: this.#groups.length, lost: this.#lost, problem: this.#problem };
  }

  /** Writes, or keeps while the disk is full; rejects when it can do neither. */
  async write(group: Group): Promise<WriteOutcome> {
    // Behind those that wait: an older state must not be written over a newer one.
    if (this.#groups.length > 0) return this.#keep(group);
    try {
      await this.#options.write(group);
      return 'written';
    } catch (error) {
      if (!storeFull.is(error)) throw error;
      const first = this.#problem === null;
      this.#problem = error;
      const outcome = this.#keep(group);
      if (first) this.#options.onFull(error);
      return outcome;
    }
  }

  /** Tries once more, and no more after that. Gives how many are lost because there is still no room. */
  async end(): Promise<number> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#trying;
    if (this.#groups.length > 0) await this.#attempt();
    return this.#groups.length;
  }

  #keep(group: Group): WriteOutcome {
    const size = sizeOf(group);
    if (this.#size + size > mostHeld) {
      this.#lost += 1;
      throw storeFull('no room on the disk, and no more can wait in memory');
    }
    this.#groups.push(group);
    this.#size += size;
    this.#later();
    return 'kept';
  }

  #later(): void {
    if (this.#ended) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#trying = this.#attempt().finally(() => (this.#trying = null));
    }, retryMs);
    this.#timer.unref();
  }

  async #attempt(): Promise<void> {
    let size = together;
    while (this.#groups.length > 0) {
      const groups = this.#groups.slice(0, size);
      try {
        await this.#options.write(groups.flat());
        this.#written += groups.length;
      } catch (error) {
        if (!storeFailed.is(error)) return this.#later();
        // One that no database takes must not hold up the others: it is found by trying one by one.
        if (groups.length > 1) {
          size = 1;
          continue;
        }
        this.#lost += 1;
      }
      this.#size -= sizeOf(groups.flat());
      this.#groups = this.#groups.slice(groups.length);
    }
    const written = this.#written;
    this.#problem = null;
    this.#written = 0;
    this.#options.onRoom(written, this.#lost);
  }
}

function sizeOf(group: Group): number {
  return group.reduce((sum, { values = [] }) => sum + values.reduce<number>((all, value) => all + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 8), 64), 0);
}
