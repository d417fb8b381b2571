import { isOnTrial, type JsonObject } from '@jackfield/sdk';
import { randomUUID } from 'node:crypto';
import type { ManagedDevice } from '../inventory/index.ts';
import type { InstalledPlugin } from '../plugins/index.ts';
import { sameData } from './canonical.ts';
import type { ChangeProgress, Plan } from './change-service.ts';
import { stepTitle } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { DeviceAccess } from './device-access.ts';
import { ChangeRefused, irreversibleMixed, planningFailed } from './errors.ts';
import { messageOf } from './error-message.ts';
import { PlanArchive } from './plan-archive.ts';
import { spentLately } from './spent-budgets.ts';
import { plainTerms, planOf, type Computed } from './planner.ts';

/** A resource that is to have a state that the host knows, rather than what a change file asks for. */
export interface StateOrder {
  readonly device: ManagedDevice;
  readonly plugin: InstalledPlugin;
  readonly resource: string;
  readonly key: JsonObject;
  /** What is wanted, from what the device has now; null leaves the resource out. */
  readonly wanted: (current: JsonObject, signal: AbortSignal) => Promise<WantedState | null>;
}

export interface WantedState {
  readonly state: JsonObject;
  /** What a person asked for when the state comes of that; null when the state is put back as it is. */
  readonly spec: JsonObject | null;
}

export interface StatePlanOptions {
  readonly title: string;
  readonly person: string;
  readonly orders: readonly StateOrder[];
  readonly onProgress?: ((progress: ChangeProgress) => void) | undefined;
}

/** Plans states instead of specs: the plan is kept and applied as any other. */
export class StatePlanner {
  readonly #needs: ChangeDependencies;
  readonly #access: DeviceAccess;
  readonly #archive: PlanArchive;

  constructor(needs: ChangeDependencies) {
    this.#needs = needs;
    this.#access = new DeviceAccess(needs);
    this.#archive = new PlanArchive(needs.store);
  }

  /** Reads the devices and computes what would change; nothing is written. `ChangeRefused` with all that cannot be planned. */
  async plan({ title, person, orders, onProgress }: StatePlanOptions, signal: AbortSignal): Promise<Plan> {
    const id = randomUUID();
    const errors: Error[] = [];
    let done = 0;
    const byDevice = [...Map.groupBy(orders, ({ device }) => device.id).values()];
    const found = await Promise.all(byDevice.map(async (ofDevice) => {
      const computed: Computed[] = [];
      for (const order of ofDevice) {
        try {
          computed.push(...await this.#compute(order, person, signal));
        } catch (cause) {
          signal.throwIfAborted();
          errors.push(planningFailed(`${order.device.name}: ${titleOf(order)}: ${messageOf(cause)}`, { place: { device: order.device.name }, cause }));
        }
        done += 1;
        onProgress?.({ change: id, done, total: orders.length, device: order.device.id, step: titleOf(order) });
      }
      return computed;
    }));
    const computed = found.flat();
    const steps = computed.filter(({ current, wanted }) => !sameData(current, wanted));
    const irreversible = steps.find(({ order }) => order.commitClass === 'irreversible');
    if (irreversible !== undefined && steps.some(({ order }) => order.commitClass !== 'irreversible')) errors.push(irreversibleMixed(`${irreversible.order.device.name}: ${irreversible.order.resource} cannot be undone`));
    if (errors.length > 0) throw new ChangeRefused(errors);
    // What the device itself confirms comes last, as in every plan.
    const ordered = computed.toSorted((a, b) => Number(isOnTrial(a.order.commitClass)) - Number(isOnTrial(b.order.commitClass)));
    const placed = ordered.map((one) => ({ ...one, wave: 0, unit: one.order.device.id, entry: -1 }));
    const now = this.#needs.now?.() ?? new Date();
    const spent = await spentLately([...new Set(placed.map(({ order }) => order.device.id))], this.#needs, now);
    const planned = planOf({ id, title, author: person, now, spent }, placed, plainTerms, this.#needs);
    await this.#archive.keep(planned);
    this.#needs.events.emit('plan.state', { plan: planned.plan.id, state: 'made' });
    return planned.plan;
  }

  async #compute(order: StateOrder, person: string, signal: AbortSignal): Promise<Computed[]> {
    const { device, plugin, resource, key } = order;
    const commitClass = plugin.manifest.contributes.resources[resource]?.commitClass ?? 'snapshot';
    const current = await this.#access.read({ device: device.id, deviceName: device.name, plugin: plugin.id, resource, key }, person, signal);
    const wanted = await order.wanted(current, signal);
    return wanted === null ? [] : [{ order: { device, plugin, resource, commitClass, key, spec: wanted.spec }, current, wanted: wanted.state }];
  }
}

function titleOf({ plugin, resource, key }: StateOrder): string {
  return stepTitle({ plugin: plugin.id, resource, key });
}
