import { faultsOf, next, operationOf, restart } from './machine.ts';
import { begin, type Fault, type ModelChange, type State } from './world.ts';

/** What happens next: the operation goes well or ends in a fault; or the host, dead or done, is started again. */
export type Event = Fault | null | 'start';

/** A state and how it was reached first, by the fewest events. */
export interface Visit {
  readonly state: State;
  readonly from: Visit | null;
  readonly by: Event;
}

export interface Exploration {
  readonly visits: readonly Visit[];
  /** All pairs of a state and what happens in it. */
  readonly edges: readonly { readonly from: Visit; readonly by: Event }[];
}

export function eventsOf({ host }: State): readonly Event[] {
  return host === null ? ['start'] : faultsOf(operationOf(host));
}

/** The state after an event; null where a start finds nothing to do. */
export function after(state: State, event: Event, change: ModelChange): State | null {
  return event === 'start' ? restart(state) : next(state, event, change);
}

/** Every state that any faults in any order lead to, breadth first. */
export function explore(change: ModelChange): Exploration {
  const visits: Visit[] = [{ state: begin(change), from: null, by: null }];
  const known = new Set([JSON.stringify(visits[0]?.state)]);
  const edges: { readonly from: Visit; readonly by: Event }[] = [];
  for (const visit of visits) {
    for (const by of eventsOf(visit.state)) {
      const state = after(visit.state, by, change);
      if (state === null) continue;
      edges.push({ from: visit, by });
      const key = JSON.stringify(state);
      if (known.has(key)) continue;
      known.add(key);
      visits.push({ state, from: visit, by });
    }
  }
  return { visits, edges };
}

/** The events that lead to a state, the first one first. */
export function pathTo(visit: Visit): readonly Event[] {
  const path: Event[] = [];
  for (let at = visit; at.from !== null; at = at.from) path.unshift(at.by);
  return path;
}

/** Without any further fault: the state in which there is nothing more to do. */
export function settled(state: State, change: ModelChange): State {
  for (let at = state; ;) {
    const following = after(at, at.host === null ? 'start' : null, change);
    if (following === null) return at;
    at = following;
  }
}
