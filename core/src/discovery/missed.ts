import { OutcomeError } from '@jackfield/sdk';
import { memoryExceeded, pluginHung, pluginWaiting, processDied } from '../plugins/index.ts';
import { AddressQueue } from './address-queue.ts';

/** A plugin that ended is started again after a second, five, thirty: nobody looks meanwhile. */
export const pausesMs = [0, 5_000, 30_000] as const;

type Reason = 'plugin' | 'device';

/** Whether it says nothing of what stands there: the plugin's process was not there, or the device went silent between two words. */
function reasonOf(error: unknown): Reason | null {
  if ([processDied, pluginWaiting, pluginHung, memoryExceeded].some((one) => one.is(error))) return 'plugin';
  return error instanceof OutcomeError && error.kind === 'Unreachable' ? 'device' : null;
}

/** Addresses where something answers that could not be looked at, for a reason that passes. */
export class Missed {
  readonly #reasons = new Map<string, Reason>();
  readonly #rtts = new Map<string, number | null>();

  failed(address: string, error: unknown): void {
    const reason = reasonOf(error);
    if (reason !== null && this.#reasons.get(address) !== 'plugin') this.#reasons.set(address, reason);
  }

  looked(address: string, rttMs: number | null): void {
    if (this.#reasons.has(address)) this.#rtts.set(address, rttMs);
  }

  /** Those to look at again, which are missed no more; a device that stays silent is looked at again once. */
  take(isFirst: boolean): AddressQueue {
    const again = new AddressQueue();
    for (const [address, rttMs] of this.#rtts) if (isFirst || this.#reasons.get(address) === 'plugin') again.add(address, rttMs);
    again.end();
    this.#reasons.clear();
    this.#rtts.clear();
    return again;
  }
}
