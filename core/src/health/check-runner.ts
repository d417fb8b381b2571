import { OutcomeError, type State } from '@jackfield/sdk';
import type { CheckColumns } from '@jackfield/sdk/runtime';
import { JackfieldError, outcomeHint } from '../errors/index.ts';
import { addressFor, type ManagedDevice } from '../inventory/index.ts';
import type { CallTarget, PluginHost } from '../plugins/index.ts';
import type { Clock } from './clock.ts';
import { checkFailed, checkLost } from './errors.ts';
import type { Measured } from './samples/index.ts';
import { noItems, type CheckOrder, type LastResult } from './scheduled-check.ts';
import type { Turn } from './turns.ts';

/** What came of one run. */
export interface Observation extends LastResult {
  readonly state: State;
  /** What was measured; null when nothing was looked at. */
  readonly measured: Measured | null;
  /** Whether the device answered: what it said counts even when it is bad. A jump host that refuses is not the device. */
  readonly answered: boolean;
}

/** What is kept of it until the next run. */
export function lastOf({ summary, items, code, where, hint, restores, blind }: Observation): LastResult {
  return { summary, items, code, where, hint, ...(restores === undefined ? {} : { restores }), ...(blind === undefined ? {} : { blind }) };
}

/** Beyond the plugin host's own deadline, for the answer to travel. */
const grace = 1_000;

/** What a plugin may know of the device, at the address where it serves this plugin. */
export function callTarget(device: ManagedDevice, plugin: string): CallTarget {
  const { id, name, site, vendor, model, os, version, serial, labels } = device;
  return { id, name, site, address: addressFor(device, plugin), vendor, model, os, version, serial, labels };
}

/**
 * Runs one check and makes an observation of whatever happens. `onReleased` is told when the plugin host let go of the
 * call, which is never after an observation that the plugin made, and may be long after one that says it did not come
 * back; until then the check counts as in flight. Abort `run` to call it off: a controller of its own, because one signal
 * with a listener for each of thousands of runs costs more than they do.
 */
export function runCheck(
  plugins: Pick<PluginHost, 'check'>, clock: Clock, order: CheckOrder, { since, alsoDue }: Turn, person: string, run: AbortController,
  { onWaiting, onReleased }: { readonly onWaiting: (isWaiting: boolean) => void; readonly onReleased: () => void },
): Promise<Observation> {
  const deadlineMs = Math.min(order.interval, order.settings.deadline);
  // No older than a call may take, whatever was done to the clock meanwhile.
  const maxAgeMs = Math.min(Math.max(0, clock.now() - since), deadlineMs);
  const lost = Promise.withResolvers<Observation>();
  let why = `${order.title} was called off`;
  const timer = clock.after(deadlineMs + grace, () => {
    why = `${order.title} did not come back within ${deadlineMs} ms`;
    run.abort(checkLost(why));
  });
  // Whoever ends the run does not wait for a plugin that will not hear of it.
  run.signal.addEventListener('abort', () => lost.resolve(fromError(checkLost(why), order)), { once: true });
  const call = plugins
    .check({ plugin: order.plugin, check: order.check, device: callTarget(order.device, order.plugin), deadlineMs, maxAgeMs, ...(alsoDue.length === 0 ? {} : { alsoDue }), person, signal: run.signal, onWaiting })
    .then(fromResult, (error: unknown) => fromError(error, order))
    .finally(() => {
      timer[Symbol.dispose]();
      onReleased();
    });
  return Promise.race([call, lost.promise]);
}

function fromResult(columns: CheckColumns): Observation {
  const { state, summary, items: names, states, summaries, restores } = columns;
  return { state, summary, items: { names, states, summaries }, measured: columns, code: null, where: '', hint: '', answered: true, ...(restores === undefined ? {} : { restores }) };
}

/** The transport that kept a check from seeing anything; nothing when it is what this check asked that went wrong. */
function blindnessOf({ kind, data: { transport, why, layer } }: OutcomeError): Pick<Observation, 'blind'> {
  if (typeof transport !== 'string' || typeof why !== 'string') return {};
  const starting = kind === 'NotReady' && (layer === 'connect' || layer === 'login');
  return kind === 'Unreachable' || kind === 'AuthFailed' || starting ? { blind: { over: transport, why } } : {};
}

function fromError(error: unknown, order: CheckOrder): Observation {
  const unseen = { state: 'unknown', items: noItems, measured: null } as const;
  if (error instanceof OutcomeError) {
    const answered = error.kind === 'NotReady' || (error.kind === 'AuthFailed' && error.data['hop'] === undefined);
    return { ...unseen, ...blindnessOf(error), summary: error.message, code: error.code, where: '', hint: outcomeHint(error), answered };
  }
  const known = error instanceof JackfieldError
    ? error
    : checkFailed(error instanceof Error ? error.message : String(error), { cause: error, place: { device: order.device.name, plugin: order.plugin } });
  return { ...unseen, ...(known.place.transport === undefined ? {} : { blind: { over: known.place.transport, why: known.message } }), summary: known.message, code: known.code, where: known.place.file === undefined ? '' : known.where, hint: known.hint, answered: false };
}
