import type { JsonObject } from '@jackfield/sdk';
import { randomBytes, randomUUID } from 'node:crypto';
import { JackfieldError, type Place } from '../errors/index.ts';
import { atRisk, cutOff } from './blast-radius.ts';
import { writesNotGranted } from './granted.ts';
import { canonicalJson, sameData, sha256 } from './canonical.ts';
import { readChangeFile } from './change-file.ts';
import type { ChangeProgress, Plan, PlanStep } from './change-service.ts';
import { stepTitle, type StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { callTarget, type DeviceAccess } from './device-access.ts';
import { differences } from './differences.ts';
import { ChangeRefused, planningFailed } from './errors.ts';
import { ordersOf, type Order } from './orders.ts';
import { Redaction } from './redaction.ts';
import { secretNames } from './spec-schema.ts';

const planningMs = 10_000;
const devicesAtOnce = 8;
const lifetimeMs = 24 * 3_600_000;

/** A plan as it is shown, and its steps as they will be done. */
export interface Planned {
  readonly plan: Plan;
  readonly steps: readonly StepOrder[];
}

interface PlanHead {
  readonly id: string;
  readonly title: string;
  readonly author: string;
  readonly now: Date;
}

export interface PlanningOptions {
  readonly text: string;
  readonly file: string;
  readonly person: string;
  readonly onProgress?: (progress: ChangeProgress) => void;
}

export interface Computed {
  /** `spec` is null where a state is put back that was read before. */
  readonly order: Pick<Order, 'device' | 'plugin' | 'resource' | 'commitClass' | 'key'> & { readonly spec: JsonObject | null };
  readonly current: JsonObject;
  readonly wanted: JsonObject;
}

/** Reads the devices and computes what would change. Nothing is written to any. */
export async function computePlan(options: PlanningOptions, needs: ChangeDependencies, access: DeviceAccess, now: Date, signal: AbortSignal): Promise<Planned> {
  const file = readChangeFile(options.text, options.file);
  const orders = ordersOf(file, needs);
  const id = randomUUID();
  const failures = new Map<Order, Error>();
  const computed = new Map<Order, Computed>();
  let done = 0;
  const queues = [...Map.groupBy(orders, ({ device }) => device.id).values()];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const order of queue) {
        try {
          computed.set(order, await compute(order, options.person, needs, access, signal));
        } catch (error) {
          signal.throwIfAborted();
          failures.set(order, failed(order, error, file.source.place(['changes', order.entry])));
        }
        done += 1;
        options.onProgress?.({ change: id, done, total: orders.length, device: order.device.id, step: stepTitle({ ...order, plugin: order.plugin.id }) });
      }
    }
  };
  await Promise.all(Array.from({ length: devicesAtOnce }, work));
  // In the order of application again: devices answered in their own.
  if (failures.size > 0) {
    const errors = orders.flatMap((order) => failures.get(order) ?? []);
    throw new ChangeRefused([...new Map(errors.map((error) => [error.message, error])).values()]);
  }
  return planOf({ id, title: file.title, author: options.person, now }, orders.flatMap((order) => computed.get(order) ?? []), needs);
}

/** The plan of what was computed, in the order of application. */
export function planOf({ id, title, author, now }: PlanHead, computed: readonly Computed[], needs: ChangeDependencies): Planned {
  const differing = computed.filter(({ current, wanted }) => !sameData(current, wanted));
  // Salted, so that a hash of a state with a short secret in it cannot be guessed from.
  const salt = randomBytes(16).toString('hex');
  const steps = differing.map((one) => planStep(one, salt));
  const changed = new Set(steps.map(({ device }) => device));
  const devices = needs.inventory.devices();
  const nameOf = new Map(devices.map(({ id: device, name }) => [device, name]));
  const named = (ids: Iterable<string>): string[] => [...ids].map((one) => nameOf.get(one) ?? one).sort();
  const warnings = writesNotGranted(steps, needs).map(({ message, where, hint }) => `${message} (${where}): as it is, the plan cannot be applied. ${hint}`);
  const content: Omit<Plan, 'hash'> = {
    format: 1,
    id,
    title,
    author,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
    steps,
    unchanged: computed.length - steps.length,
    blastRadius: {
      devices: named(changed),
      sites: [...new Set(differing.map(({ order }) => order.device.site))].sort(),
      behind: named(cutOff(differing.map(({ order }) => atRisk(order.device, order.key)), devices)),
    },
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return { plan: { ...content, hash: sha256(canonicalJson(content)) }, steps: differing.map(stepOrder) };
}

async function compute(order: Order, person: string, needs: ChangeDependencies, access: DeviceAccess, signal: AbortSignal): Promise<Computed> {
  const { device, plugin, resource, key, spec } = order;
  const current = await access.read({ device: device.id, deviceName: device.name, plugin: plugin.id, resource, key }, person, signal);
  const wanted = await needs.plugins.plan({ plugin: plugin.id, resource, current, spec, device: callTarget(device, plugin.id), deadlineMs: planningMs, person, signal });
  return { order, current, wanted };
}

function stepOrder({ order: { device, plugin, resource, key, commitClass, spec }, current, wanted }: Computed): StepOrder {
  return {
    device: device.id, deviceName: device.name, plugin: plugin.id, pluginVersion: plugin.version, resource, key, commitClass,
    before: current, after: wanted, ...(spec === null ? { by: 'restore' } : { by: 'apply', spec }),
  };
}

function planStep(computed: Computed, salt: string): PlanStep {
  const { order, current, wanted } = computed;
  const names = secretNames(order.plugin.resourceSchemas.get(order.resource));
  const redaction = new Redaction(names, order.spec ?? {}, current, wanted);
  const { before: _before, after: _after, by: _by, spec: _spec, ...shown } = stepOrder(computed);
  return {
    ...shown,
    key: redaction.mapping(order.key),
    baseHash: sha256(salt + canonicalJson(current)),
    current: redaction.mapping(current),
    wanted: redaction.mapping(wanted),
    differences: differences(current, wanted, redaction),
  };
}

function failed(order: Order, cause: unknown, place: Place): Error {
  // A file to mend, the same for every device that needs it: said as it is, with its place.
  if (cause instanceof JackfieldError && cause.place.file !== undefined) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  const hint = cause instanceof Error && 'hint' in cause && typeof cause.hint === 'string' ? { hint: cause.hint } : {};
  return planningFailed(`${order.device.name}: ${order.plugin.id}/${order.resource}: ${message}${code}`, { place, cause, ...hint });
}
