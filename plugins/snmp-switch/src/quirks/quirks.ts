import type { Json } from '@jackfield/sdk';
import { compileMatch, fitness, type CompiledMatch, type Profile, type SystemGroup } from '../discovery/profile.ts';

/** What an agent does wrong that others do right. */
export interface Quirks {
  /** Its tables may go back. */
  readonly anyOrder: boolean;
  /** Rows asked for at once, at most; null for as many as it copes with. */
  readonly maxRepetitions: number | null;
  /** Objects and subtrees that are not asked for: it has them as if it had not. */
  readonly without: readonly string[];
}

interface CompiledQuirk extends Quirks {
  readonly match: CompiledMatch;
}

export const noQuirks: Quirks = { anyOrder: false, maxRepetitions: null, without: [] };

const compiled = new WeakMap<readonly Json[], readonly CompiledQuirk[]>();

/** The quirks of all profiles; compiled once for each array that the host hands over. The host has checked them. */
export function compileQuirks(profiles: readonly Json[]): readonly CompiledQuirk[] {
  let quirks = compiled.get(profiles);
  if (quirks === undefined) {
    quirks = (profiles as readonly Profile[]).flatMap(({ quirks: all = [] }) =>
      all.map(({ match, anyOrder = false, maxRepetitions = null, without = [] }) => ({ match: compileMatch(match), anyOrder, maxRepetitions, without })),
    );
    compiled.set(profiles, quirks);
  }
  return quirks;
}

/** All that fit an agent, together: `noQuirks` itself where none does. */
export function quirksOf(quirks: readonly CompiledQuirk[], group: SystemGroup): Quirks {
  return quirks.filter(({ match }) => fitness(match, group) > 0).reduce<Quirks>((all, { anyOrder, maxRepetitions, without }) => ({
    anyOrder: all.anyOrder || anyOrder,
    maxRepetitions: all.maxRepetitions === null || maxRepetitions === null ? (all.maxRepetitions ?? maxRepetitions) : Math.min(all.maxRepetitions, maxRepetitions),
    without: [...all.without, ...without],
  }), noQuirks);
}
