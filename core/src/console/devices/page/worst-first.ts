import type { State } from '../../parts/index.ts';

const severity: readonly State[] = ['critical', 'unknown', 'warning', 'pending', 'ok'];
const collator = new Intl.Collator('en', { numeric: true });

/** The worst first; of equal state by name, with `9` before `10`. */
export function worstFirst<Entry extends { readonly state: State }>(all: readonly Entry[], nameOf: (entry: Entry) => string): readonly Entry[] {
  return all.toSorted((a, b) => severity.indexOf(a.state) - severity.indexOf(b.state) || collator.compare(nameOf(a), nameOf(b)));
}
