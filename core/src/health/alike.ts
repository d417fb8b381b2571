import type { State } from '@jackfield/sdk';
import type { CheckState } from './check-state.ts';
import type { LastResult } from './scheduled-check.ts';

/** Lists that are kept for others to share, at most. */
const mostLists = 4_096;

class SharedLists<Entry extends string> {
  readonly #lists = new Map<string, readonly Entry[]>();

  of(list: readonly Entry[]): readonly Entry[] {
    const key = JSON.stringify(list);
    const known = this.#lists.get(key) ?? list;
    if (this.#lists.size >= mostLists) this.#lists.clear();
    this.#lists.set(key, known);
    return known;
  }
}

/** Lets devices alike share what their checks say: a thousand switches of one model have one list of ports, all of them up. */
export class Alike {
  readonly #names = new SharedLists<string>();
  // Apart: what is measured says something else each time, and must not push the names out.
  readonly #summaries = new SharedLists<string>();
  readonly #states = new SharedLists<State>();

  state(state: CheckState): CheckState {
    return { ...state, history: this.#states.of(state.history) };
  }

  /** The same, of lists that others may have too. */
  result(last: LastResult): LastResult {
    const { names, states, summaries } = last.items;
    return { ...last, items: { names: this.#names.of(names), states: this.#states.of(states), summaries: this.#summaries.of(summaries) } };
  }
}
