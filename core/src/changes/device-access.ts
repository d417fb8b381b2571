import { NotReady, OutcomeError, Unreachable, type EarlierSpec, type JsonObject } from '@jackfield/sdk';
import { setTimeout as delay } from 'node:timers/promises';
import { addressFor, type ManagedDevice } from '../inventory/index.ts';
import { pluginWaiting, processDied, type CallTarget, type Lease } from '../plugins/index.ts';
import { sameData } from './canonical.ts';
import type { StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { deviceUnknown } from './errors.ts';

const readingMs = 30_000;
const writingMs = 120_000;
/** How often a device is looked at that is to take something back by itself. */
const lookAgainMs = 5_000;
/** A device may need so much longer than its trial until it answers again. */
const graceMs = 60_000;
/** A device that reloads what was pushed may not answer for a moment. */
const patience = [1_000, 3_000, 10_000];

/** What `takenBack` saw: the device took it back, it was put back once it answered, or neither. */
export type TakenBack = 'by itself' | 'by us' | null;

type AccessNeeds = Pick<ChangeDependencies, 'plugins' | 'inventory' | 'patience' | 'pass' | 'graceMs'>;
interface Wanted {
  readonly spec: JsonObject;
  /** What the change makes of the device before. */
  readonly earlier: readonly EarlierSpec[];
}

type Target = Pick<StepOrder, 'device' | 'deviceName' | 'plugin' | 'resource' | 'key'>;

const isPassing = (error: unknown): boolean => error instanceof NotReady || error instanceof Unreachable || pluginWaiting.is(error) || processDied.is(error);

export function callTarget(device: ManagedDevice, plugin: string): CallTarget {
  const { id, name, site, vendor, model, os, version, serial, labels } = device;
  return { id, name, site, address: addressFor(device, plugin), vendor, model, os, version, serial, labels };
}

/** Reads and writes resources of devices through their plugins. */
export class DeviceAccess {
  readonly #needs: AccessNeeds;
  readonly graceMs: number;

  constructor(needs: AccessNeeds) {
    this.#needs = needs;
    this.graceMs = needs.graceMs ?? graceMs;
  }

  read(step: Target, person: string, signal: AbortSignal): Promise<JsonObject> {
    const { plugin, resource, key } = step;
    return this.#needs.plugins.read({ plugin, resource, key, device: this.#target(step), deadlineMs: readingMs, person, signal });
  }

  /** What is there before a spec is planned; throws what makes it impossible on the device. */
  readFor({ spec, earlier }: Wanted, target: Target, person: string, signal: AbortSignal): Promise<JsonObject> {
    const { plugin, resource, key } = target;
    return this.#needs.plugins.read({ plugin, resource, key, spec, earlier, device: this.#target(target), deadlineMs: readingMs, person, signal });
  }

  /** Like `read`, but waits for a device that does not answer yet, and for a plugin that is being started again. */
  async readPatiently(step: Target, person: string, signal: AbortSignal): Promise<JsonObject> {
    for (const wait of this.#needs.patience ?? patience) {
      try {
        return await this.read(step, person, signal);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await this.#pass(wait, signal);
      }
    }
    return this.read(step, person, signal);
  }

  /**
   * Waits until a device has taken back by itself what was on trial, looking every few seconds; null when it has not after
   * so many milliseconds. It may be out of reach, or let nobody in, for all of the time. One that answers and has something
   * else is put back at once: it may have forgotten its trial by restarting, and would keep what it has.
   */
  async takenBack(step: StepOrder, withinMs: number, putBack: () => Promise<void>, person: string, signal: AbortSignal): Promise<TakenBack> {
    const isBack = async (): Promise<boolean> => sameData(await this.read(step, person, signal), step.before);
    for (let passed = 0; passed < withinMs; passed += lookAgainMs) {
      await this.#pass(lookAgainMs, signal);
      try {
        if (await isBack()) return 'by itself';
        await putBack();
        if (await isBack()) return 'by us';
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof OutcomeError) && !isPassing(error)) throw error;
      }
    }
    return null;
  }

  /** Writes what is there already, to learn whether the device takes what a push would write. */
  async probe(target: Target, { wanted, current }: { readonly wanted: JsonObject; readonly current: JsonObject }, lease: Lease, person: string, signal: AbortSignal): Promise<void> {
    const { plugin, resource, key } = target;
    await this.#needs.plugins.probe({ plugin, resource, key, wanted, current, device: this.#target(target), deadlineMs: readingMs, person, signal, lease });
  }

  /** Has a device start with what it runs; false where it needs no such thing. */
  async save(target: Pick<StepOrder, 'device' | 'deviceName' | 'plugin'> & { readonly discovery: string }, lease: Lease, person: string, signal: AbortSignal): Promise<boolean> {
    const { plugin, discovery } = target;
    return this.#needs.plugins.save({ plugin, discovery, device: this.#target(target), deadlineMs: writingMs, person, signal, lease });
  }

  async write(step: StepOrder, lease: Lease, person: string, signal: AbortSignal): Promise<void> {
    const { plugin, resource, key, before, after, trialMs } = step;
    const call = { plugin, resource, key, device: this.#target(step), deadlineMs: writingMs, person, signal, lease, ...(trialMs === undefined ? {} : { trialMs }) };
    if (step.by === 'apply') await this.#needs.plugins.apply({ ...call, wanted: after, current: before });
    else await this.#needs.plugins.restore({ ...call, state: after });
  }

  /** Keeps what is on trial, where the device would take it back by itself. */
  async confirm(step: StepOrder, lease: Lease, person: string, signal: AbortSignal): Promise<void> {
    const { plugin, resource, key, after } = step;
    await this.#needs.plugins.confirm({ plugin, resource, key, wanted: after, device: this.#target(step), deadlineMs: writingMs, person, signal, lease });
  }

  async restore(step: StepOrder, lease: Lease, person: string, signal: AbortSignal): Promise<void> {
    const { plugin, resource, key, before } = step;
    await this.#needs.plugins.restore({ plugin, resource, key, state: before, device: this.#target(step), deadlineMs: writingMs, person, signal, lease });
  }

  #pass(milliseconds: number, signal: AbortSignal): Promise<unknown> {
    return this.#needs.pass?.(milliseconds, signal) ?? delay(milliseconds, undefined, { signal });
  }

  #target({ device, deviceName, plugin }: Pick<Target, 'device' | 'deviceName' | 'plugin'>): CallTarget {
    const found = this.#needs.inventory.find(device);
    if (found === null) throw deviceUnknown(`${deviceName} is not in the inventory any more`, { place: { device: deviceName } });
    return callTarget(found, plugin);
  }
}
