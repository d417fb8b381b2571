import { copyOf, endTrial, faultsOf, forgetTrial, next, operationOf, restart } from './machine.ts';
import { begin, type Fault, type ModelChange, type State } from './world.ts';

/** What a device on trial does, whether there is a host or not: its time is over, or it restarts. */
export type DeviceEvent = `over ${number}` | `restart ${number}`;

/** What happens next: the operation goes well or ends in a fault; or the host, dead or done, is started again. */
export type Event = Fault | null | 'start' | DeviceEvent;

/** A state and how it was reached first, by the fewest events. */
export interface Visit {
  readonly state: State;
  readonly from: Visit | null;
  readonly by: Event;
  /** Where it leads without any further fault; null where there is nothing more to do. */
  follows: Visit | null;
}

export interface Exploration {
  readonly visits: readonly Visit[];
  /** All pairs of a state and what happens in it. */
  readonly edges: readonly { readonly from: Visit; readonly by: Event }[];
}

export function isOwn(event: Event): event is DeviceEvent {
  return event?.startsWith('over ') === true || event?.startsWith('restart ') === true;
}

export function partsOf(event: DeviceEvent): { readonly what: string; readonly device: number } {
  const [what = '', device] = event.split(' ');
  return { what, device: Number(device) };
}

export function eventsOf({ host, world }: State, change: ModelChange): readonly Event[] {
  const own = world.trials.flatMap((trial, device): DeviceEvent[] => (trial === 'armed' ? [`over ${device}`, `restart ${device}`] : []));
  return [...(host === null ? (['start'] as const) : faultsOf(operationOf(host), world, change)), ...own];
}

/** What comes without any further fault. */
export function undisturbed({ host, world }: State, change: ModelChange): Fault | null | 'start' {
  return host === null ? 'start' : (faultsOf(operationOf(host), world, change)[0] ?? null);
}

/** The state after an event; null where a start finds nothing to do. */
export function after(state: State, event: Event, change: ModelChange): State | null {
  if (event === 'start') return restart(state);
  if (!isOwn(event)) return next(state, event, change);
  const { what, device } = partsOf(event);
  const world = copyOf(state.world);
  if (what === 'over') endTrial(world, device);
  else forgetTrial(world, device);
  return { world, host: state.host };
}

/** Every state that any faults in any order lead to, breadth first. */
export function explore(change: ModelChange): Exploration {
  const first: Visit = { state: begin(change), from: null, by: null, follows: null };
  const visits = [first];
  const known = new Map([[JSON.stringify(first.state), first]]);
  const edges: { readonly from: Visit; readonly by: Event }[] = [];
  for (const visit of visits) {
    const best = undisturbed(visit.state, change);
    for (const by of eventsOf(visit.state, change)) {
      const state = after(visit.state, by, change);
      if (state === null) continue;
      edges.push({ from: visit, by });
      const key = JSON.stringify(state);
      const reached = known.get(key) ?? { state, from: visit, by, follows: null };
      if (by === best) visit.follows = reached;
      if (known.has(key)) continue;
      known.set(key, reached);
      visits.push(reached);
    }
  }
  return { visits, edges };
}

/** The events that lead to a state, the first one first. */
export function pathTo(visit: Visit): readonly Event[] {
  const path: Event[] = [];
  for (let at = visit; at.from !== null; at = at.from) path.push(at.by);
  return path.toReversed();
}

/** Without any further fault: the state in which there is nothing more to do. */
export function settled(visit: Visit): State {
  let at = visit;
  while (at.follows !== null) at = at.follows;
  return at.state;
}

/** When the time of every trial is over, with nobody there to do anything. */
export function leftAlone({ world: before, host }: State): State {
  const world = copyOf(before);
  for (const [device, trial] of world.trials.entries()) if (trial === 'armed') endTrial(world, device);
  return { world, host };
}
