import { oracleUnstable } from '../errors.ts';

/** What a trial with some of the suspects present said: the trouble is there, it is not, or the trial told neither. */
export type Verdict = 'fails' | 'passes' | 'unclear';

export type Oracle<Suspect> = (present: readonly Suspect[]) => Promise<Verdict>;

/** One trial, as it is shown to who waits. */
export interface Trial<Suspect> {
  readonly number: number;
  readonly present: readonly Suspect[];
  /** Suspects of the set that is being made smaller. */
  readonly left: number;
  readonly verdict: Verdict;
}

export interface SearchOptions<Suspect> {
  /** Trials at most. */
  readonly maxTrials: number;
  readonly onTrial?: (trial: Trial<Suspect>) => void;
}

export interface Guilty<Suspect> {
  /** Each fails, and none of its parts does: one suspect alone, or several together. */
  readonly sets: readonly (readonly Suspect[])[];
  readonly trials: number;
  /** False when the trials ran out: there may be further sets. */
  readonly complete: boolean;
}

/**
 * Finds every minimal set of suspects that fails, by delta debugging (ddmin) and a hitting-set tree over what it finds. All of
 * them must fail and none of them pass. Where a verdict turns over, the trial is made twice: an oracle that says both is
 * an error, since every half thrown away on its word might be the guilty one.
 */
export async function minimalSets<Suspect>(suspects: readonly Suspect[], oracle: Oracle<Suspect>, options: SearchOptions<Suspect>): Promise<Guilty<Suspect>> {
  return new Search(suspects, oracle, options).run();
}

class TrialsSpent extends Error {}

class Search<Suspect> {
  readonly #suspects: readonly Suspect[];
  readonly #oracle: Oracle<Suspect>;
  readonly #options: SearchOptions<Suspect>;
  readonly #verdicts = new Map<string, { readonly verdict: Verdict; sure: boolean }>();
  readonly #visited = new Set<string>();
  // Suspects by their places: a set of them is a sorted list of numbers.
  readonly #found: (readonly number[])[] = [];
  #trials = 0;
  #left = 0;

  constructor(suspects: readonly Suspect[], oracle: Oracle<Suspect>, options: SearchOptions<Suspect>) {
    this.#suspects = suspects;
    this.#oracle = oracle;
    this.#options = options;
  }

  async run(): Promise<Guilty<Suspect>> {
    const all = this.#suspects.map((_suspect, place) => place);
    let complete = true;
    try {
      await this.#explore(all);
    } catch (error) {
      if (!(error instanceof TrialsSpent)) throw error;
      complete = false;
    }
    return { sets: this.#found.map((places) => this.#named(places)), trials: this.#trials, complete };
  }

  /** Every minimal set within these: whoever else is guilty fails without one of those found. */
  async #explore(within: readonly number[]): Promise<void> {
    const key = within.join();
    if (this.#visited.has(key)) return;
    this.#visited.add(key);
    let set = this.#found.find((known) => known.every((place) => within.includes(place)));
    if (set === undefined) {
      if (!(await this.#fails(within))) return;
      set = await this.#smallest(within);
      this.#found.push(set);
    }
    for (const place of set) await this.#explore(within.filter((other) => other !== place));
  }

  /** ddmin: halves first, then ever smaller parts, until leaving out any one makes it pass. */
  async #smallest(failing: readonly number[]): Promise<readonly number[]> {
    let set = failing;
    let parts = 2;
    while (set.length >= 2) {
      this.#left = set.length;
      const pieces: readonly (readonly number[])[] = split(set, parts);
      const smaller = (await this.#firstFailing(pieces)) ?? (parts > 2 ? await this.#firstFailing(pieces.map((piece) => set.filter((place) => !piece.includes(place)))) : null);
      if (smaller !== null) {
        parts = pieces.includes(smaller) ? 2 : Math.max(2, parts - 1);
        set = smaller;
      } else if (parts < set.length) parts = Math.min(set.length, parts * 2);
      else break;
    }
    // It passes without any one of them: that is what makes it the set, so it must be so twice.
    for (const place of set.length > 1 ? set : []) await this.#sure(set.filter((other) => other !== place));
    return set;
  }

  async #firstFailing(sets: readonly (readonly number[])[]): Promise<readonly number[] | null> {
    for (const set of sets) if (await this.#fails(set)) return set;
    return null;
  }

  async #fails(set: readonly number[]): Promise<boolean> {
    if (set.length === 0) return false;
    const known = this.#verdicts.get(set.join());
    const verdict = known?.verdict ?? (await this.#try(set));
    if (verdict === 'fails') await this.#sure(set);
    return verdict === 'fails';
  }

  async #sure(set: readonly number[]): Promise<void> {
    const known = this.#verdicts.get(set.join());
    if (known === undefined || known.sure) return;
    const again = await this.#try(set);
    if (again !== known.verdict) {
      throw oracleUnstable(`trial ${this.#trials} with ${set.length} of ${this.#suspects.length} present says "${again}", an earlier one with the same said "${known.verdict}"`);
    }
  }

  async #try(set: readonly number[]): Promise<Verdict> {
    if (this.#trials >= this.#options.maxTrials) throw new TrialsSpent();
    this.#trials += 1;
    const present = this.#named(set);
    const verdict = await this.#oracle(present);
    const key = set.join();
    this.#verdicts.set(key, { verdict: this.#verdicts.get(key)?.verdict ?? verdict, sure: this.#verdicts.has(key) });
    this.#options.onTrial?.({ number: this.#trials, present, left: this.#left === 0 ? this.#suspects.length : this.#left, verdict });
    return verdict;
  }

  #named(places: readonly number[]): Suspect[] {
    return this.#suspects.filter((_suspect, place) => places.includes(place));
  }
}

/** As equal as can be, in order. */
function split(set: readonly number[], parts: number): number[][] {
  return Array.from({ length: parts }, (_, part) => set.slice(Math.floor((part * set.length) / parts), Math.floor(((part + 1) * set.length) / parts)));
}
