import { bySeverity, type State } from '../../parts/index.ts';

const collator = new Intl.Collator('en', { numeric: true });

/** The worst first; of equal state by name, with `9` before `10`. */
export function worstFirst<Entry extends { readonly state: State }>(all: readonly Entry[], nameOf: (entry: Entry) => string): readonly Entry[] {
  return all.toSorted((a, b) => bySeverity(a.state, b.state) || collator.compare(nameOf(a), nameOf(b)));
}
