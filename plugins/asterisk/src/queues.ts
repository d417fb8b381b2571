import { amiHeader, NotReady, type AmiMessage, type AmiReader } from '@jackfield/sdk';
import { eventsNamed, isDenied, isSuccess, isUnknownAction, numberOf, outcomeOf, textOf } from './manager.ts';

/** Numbers of device states, as app_queue tells them of its members. */
const deviceState = { notInUse: 1, invalid: 4, unavailable: 5 } as const;

export interface Queue {
  readonly name: string;
  readonly waiting: number;
  /** Seconds that the one who waits longest has waited. */
  readonly longestWait: number;
  readonly completed: number;
  readonly abandoned: number;
  /** Seconds within which a call should be answered; 0 for none. */
  readonly serviceLevel: number;
  /** Share of answered calls that were, in percent; null where none was completed. */
  readonly served: number | null;
  /** The same of all calls, those abandoned too; null where there was none, or Asterisk is too old to tell. */
  readonly servedOfAll: number | null;
  /** Seconds that callers wait on average, as app_queue smooths it; null where nobody was answered yet. */
  readonly holdTime: number | null;
  readonly members: number;
  /** Members whose phone can be reached. */
  readonly loggedIn: number;
  /** Of these, who would be rung now: not paused, not on the phone. */
  readonly available: number;
  /** Of those logged in. */
  readonly paused: number;
}

function decimalOf(message: AmiMessage, header: string): number | null {
  const text = textOf(message, header) ?? '';
  return /^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : null;
}

function queueOf(params: AmiMessage, name: string, members: readonly AmiMessage[], entries: readonly AmiMessage[]): Queue {
  const own = members.filter((member) => amiHeader(member, 'Queue') === name).map((member) => ({ state: numberOf(member, 'Status'), isPaused: textOf(member, 'Paused') === '1' }));
  const reached = own.filter(({ state }) => state !== null && state !== deviceState.invalid && state !== deviceState.unavailable);
  const waits = entries.filter((entry) => amiHeader(entry, 'Queue') === name).map((entry) => numberOf(entry, 'Wait') ?? 0);
  const [completed, abandoned] = [numberOf(params, 'Completed') ?? 0, numberOf(params, 'Abandoned') ?? 0];
  return {
    name,
    waiting: numberOf(params, 'Calls') ?? waits.length,
    longestWait: Math.max(0, ...waits),
    completed,
    abandoned,
    serviceLevel: numberOf(params, 'ServiceLevel') ?? 0,
    served: completed === 0 ? null : decimalOf(params, 'ServicelevelPerf'),
    servedOfAll: completed + abandoned === 0 ? null : decimalOf(params, 'ServicelevelPerf2'),
    holdTime: completed === 0 ? null : numberOf(params, 'Holdtime'),
    members: own.length,
    loggedIn: reached.length,
    available: reached.filter(({ state, isPaused }) => !isPaused && (state === 0 || state === deviceState.notInUse)).length,
    paused: reached.filter(({ isPaused }) => isPaused).length,
  };
}

/** All queues with members and callers; null where app_queue is not loaded. `ListItems` counts queues, members and callers together. */
export async function readQueues(ami: AmiReader): Promise<readonly Queue[] | null> {
  const { response, events, complete } = await ami.list('QueueStatus');
  if (!isSuccess(response)) {
    // It needs no right: what is denied is offered by nobody.
    if (isUnknownAction(response) || isDenied(response)) return null;
    throw outcomeOf('QueueStatus', response);
  }
  const [params, members, entries] = [eventsNamed(events, 'QueueParams'), eventsNamed(events, 'QueueMember'), eventsNamed(events, 'QueueEntry')];
  const announced = numberOf(complete, 'ListItems');
  const came = params.length + members.length + entries.length;
  if (announced !== null && announced !== came) throw new NotReady(`QueueStatus: ${came} of ${announced} lines came`, { hint: 'The list changed while it was sent; a next run asks again.' });
  return params.flatMap((queue) => {
    const name = amiHeader(queue, 'Queue') ?? '';
    return name === '' ? [] : [queueOf(queue, name, members, entries)];
  });
}
