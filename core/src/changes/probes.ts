import { AuthFailed, Refused, Unsupported } from '@jackfield/sdk';
import { grantsWriting } from '../plugins/index.ts';
import { canonicalJson, sameData } from './canonical.ts';
import { stepTitle, type StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { despiteStore } from './despite-store.ts';
import type { DeviceAccess } from './device-access.ts';
import { differingFields } from './differences.ts';
import { messageOf } from './error-message.ts';
import { deviceLeased, probeChanged, writeNotTaken } from './errors.ts';
import type { Leases } from './leases.ts';
import type { Computed } from './planner.ts';
import { changeSettingsOf } from './change-settings.ts';

/** What a device took is not asked again for a day. */
const acceptedMs = 24 * 3_600_000;

export interface ProbeOptions {
  /** Of the plan: it holds the device meanwhile, and stands in the audit. */
  readonly plan: string;
  readonly person: string;
}

type Needs = Pick<ChangeDependencies, 'configuration'> & { readonly access: DeviceAccess; readonly leases: Leases; readonly now: () => Date };

/** Asks devices, while a change is planned, whether they let be written what it would write, by writing what is there. */
export class Probes {
  readonly #needs: Needs;
  /** Until when, by device, resource and fields. */
  readonly #accepted = new Map<string, number>();
  /** The last probe of each device that is under way. */
  readonly #running = new Map<string, Promise<void>>();
  /** How many changes want each device. */
  readonly #wanted = new Map<string, number>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Null when the device takes it or need not be asked, else why it was not asked; throws what the device refuses. */
  async probe(computed: Computed, options: ProbeOptions, signal: AbortSignal): Promise<string | null> {
    const { device, plugin, resource } = computed.order;
    if (plugin.manifest.contributes.resources[resource]?.probe !== true || sameData(computed.current, computed.wanted)) return null;
    const { current: configuration } = this.#needs.configuration;
    const scope = { level: 'device', site: device.site, device: device.name } as const;
    if (changeSettingsOf(configuration, device).probe === false || !grantsWriting(configuration.enablement(plugin.id, scope).grant)) return null;
    const subject = subjectOf(computed);
    if ((this.#accepted.get(subject) ?? 0) > this.#needs.now().getTime()) return null;
    const skipped = await this.#alone(device.id, () => this.#ask(computed, options, signal));
    if (skipped === null) this.#accept(subject);
    return skipped;
  }

  /** Does the work while no probe is under way on the devices, nor begins: a change goes before a look. */
  async keepOff<Value>(devices: readonly string[], work: () => Promise<Value>): Promise<Value> {
    for (const device of devices) this.#wanted.set(device, (this.#wanted.get(device) ?? 0) + 1);
    try {
      await Promise.all(devices.map((device) => this.#running.get(device)));
      return await work();
    } finally {
      for (const device of devices) {
        const left = (this.#wanted.get(device) ?? 1) - 1;
        if (left === 0) this.#wanted.delete(device);
        else this.#wanted.set(device, left);
      }
    }
  }

  /** Resolves when none is under way. */
  async over(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #ask({ order, current, wanted }: Computed, { plan, person }: ProbeOptions, signal: AbortSignal): Promise<string | null> {
    const { access, leases } = this.#needs;
    const { device, plugin, resource, key } = order;
    const target: Pick<StepOrder, 'device' | 'deviceName' | 'plugin' | 'resource' | 'key'> = { device: device.id, deviceName: device.name, plugin: plugin.id, resource, key };
    const skipped = (why: string): string => `${device.name}: whether it takes ${stepTitle(target)} was not probed: ${why}.`;
    if (this.#wanted.has(device.id)) return skipped('a change is about to begin there');
    try {
      const lease = (await leases.take(plan, [{ id: device.id, name: device.name }])).get(device.id);
      if (lease === undefined) throw new TypeError(`no lease on ${device.name}`);
      const refusal = await access.probe(target, { wanted, current }, lease, person, signal).then(() => null, (error: unknown) => error);
      const after = await access.readPatiently(target, person, signal);
      if (!sameData(after, current)) throw probeChanged(`${device.name}: ${stepTitle(target)} reads otherwise in ${differingFields(after, current)} since it was probed`, { cause: refusal });
      if (isOfDevice(refusal)) throw writeNotTaken(`${device.name}: ${stepTitle(target)}: ${messageOf(refusal)}`, { cause: refusal });
      if (refusal !== null) throw refusal;
      return null;
    } catch (error) {
      if (deviceLeased.is(error)) return skipped(error.message);
      throw error;
    } finally {
      await despiteStore(() => leases.release(plan, [device.id]));
    }
  }

  /** One probe of a device at a time. */
  async #alone<Value>(device: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#running.get(device);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#running.set(device, promise);
    try {
      await before;
      return await work();
    } finally {
      if (this.#running.get(device) === promise) this.#running.delete(device);
      resolve();
    }
  }

  #accept(subject: string): void {
    const now = this.#needs.now().getTime();
    for (const [other, until] of this.#accepted) if (until <= now) this.#accepted.delete(other);
    this.#accepted.set(subject, now + acceptedMs);
  }
}

/** The objects that a push would write: the fields that differ stand for them. */
function subjectOf({ order: { device, plugin, resource, key }, current, wanted }: Computed): string {
  return canonicalJson([device.id, plugin.id, plugin.version, resource, key, differingFields(current, wanted)]);
}

/** What the host itself did not allow carries a reason; what is left the device said. */
function isOfDevice(error: unknown): boolean {
  return (error instanceof Refused && error.data['reason'] === undefined) || error instanceof AuthFailed || error instanceof Unsupported;
}
