import { Unreachable } from '@jackfield/sdk';
import type { Place } from '../../errors/index.ts';
import { callTimedOut } from './errors.ts';
import type { WaitedFor } from './operation-times.ts';

interface Overdue {
  /** `wisp-wifi, check aps on wlc` */
  readonly about: string;
  readonly device: string;
  readonly deadlineMs: number;
  readonly place: Place;
  /** Null when the call had not begun. */
  readonly waited: WaitedFor | null;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Why a call is not over at its deadline: a device that does not answer is no fault of the plugin. */
export function overdueError({ about, device, deadlineMs, place, waited }: Overdue): Error {
  // Where most of the time went is whose it was.
  if (waited === null || waited.longest === null || waited.waitedMs < deadlineMs / 2) return callTimedOut(about, { place });
  const { longest, operations, unanswered, waitedMs } = waited;
  const spent = `${seconds(waitedMs)} of ${seconds(deadlineMs)} went by in ${operations === 1 ? 'one operation' : `${operations} operations`} of ${device}, the longest ${longest.what} (${seconds(longest.ms)})`;
  if (unanswered) {
    return new Unreachable(`${about}: ${spent}`, {
      hint: `${device} does not answer, or too slowly: look at the device, then at "timeoutMs" of its transport.`,
      data: { transport: longest.transport, why: `no answer to ${longest.what} in the time of a check`, layer: 'answer', elapsedMs: Math.round(waitedMs) },
    });
  }
  return callTimedOut(`${about}: ${spent}`, { place, hint: `${device} answers, too slowly for so many operations: have the check ask less, or give it a longer deadline (health.deadline).` });
}
