import { isOnTrial, type EarlierSpec, type JsonObject } from '@jackfield/sdk';
import { randomBytes, randomUUID } from 'node:crypto';
import { JackfieldError, type Place } from '../errors/index.ts';
import { OpenVault } from '../sites/index.ts';
import { Apart } from './apart.ts';
import { atRisk } from './at-risk.ts';
import { ownWays } from './blast-radius.ts';
import { overBudget, type Spent } from './change-budget.ts';
import { frozenSites } from './frozen-sites.ts';
import { writesNotGranted } from './granted.ts';
import { canonicalJson, sameData, sha256 } from './canonical.ts';
import { readChangeFile, type ChangeFile } from './change-file.ts';
import type { ChangeProgress, Plan, PlanStep } from './change-service.ts';
import { stepTitle, type StepOrder } from './change-step.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { callTarget, type DeviceAccess } from './device-access.ts';
import { differences } from './differences.ts';
import { ChangeRefused, planningFailed, probeChanged, writeNotTaken } from './errors.ts';
import { losingIn } from './losing.ts';
import { ordersOf, type Order } from './orders.ts';
import { planConditions } from './plan-conditions.ts';
import type { Probes } from './probes.ts';
import { Redaction } from './redaction.ts';
import { anyHealth, oneWave, type WaveSettings } from './rollout.ts';
import { secretNames } from './spec-schema.ts';
import { namesVault } from './spec-secrets.ts';
import { spentLately } from './spent-budgets.ts';
import { blastRadiusOf } from './who-loses.ts';
import { intoTurns, isApart } from './turns.ts';

const planningMs = 10_000;
const devicesAtOnce = 32;
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
  /** What other changes have taken of the budgets. */
  readonly spent: readonly Spent[];
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
  /** What is to be thought of before it is pushed. */
  readonly caution?: string;
}

/** What was computed, with its place in the rollout and its entry in the file. */
export interface Placed extends Computed {
  readonly wave: number;
  readonly unit: string;
  readonly entry: number;
}

/** What a change file says of the plan as a whole. */
export interface PlanTerms extends Pick<ChangeFile, 'health' | 'window' | 'approvals' | 'trial' | 'ownWay' | 'entries'> {
  readonly waves: WaveSettings;
}

/** Where no file says anything: all in one wave. */
export const plainTerms: PlanTerms = { waves: oneWave, health: anyHealth, window: null, approvals: 0, trial: 300_000, ownWay: 'refuse', entries: [] };

/** Reads the devices, computes what would change, and asks them whether they take it. Nothing is changed on any. */
export async function computePlan(options: PlanningOptions, needs: ChangeDependencies, access: DeviceAccess, probes: Probes, now: Date, signal: AbortSignal): Promise<Planned> {
  const file = readChangeFile(options.text, options.file);
  // What is wrong in the file keeps nobody from asking the devices about the rest: all mistakes are told at once.
  const vault = await openVault(file, needs);
  const { orders: waveOrders, rollout, errors } = ordersOf(file, vault, needs);
  const mistakes = [...file.mistakes, ...errors];
  const orders = waveOrders.map(({ order }) => order);
  const id = randomUUID();
  const failures = new Map<Order, Error>();
  const computed = new Map<Order, Computed>();
  let done = 0;
  const queues = [...Map.groupBy(orders, ({ device }) => device.id).values()];
  const work = async (): Promise<void> => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) {
      for (const [at, order] of queue.entries()) {
        try {
          const one = await compute(order, earlierThan(order, queue.slice(0, at)), options.person, needs, access, signal);
          const caution = await probes.probe(one, { plan: id, person: options.person }, signal);
          computed.set(order, caution === null ? one : { ...one, caution });
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
  const refused = orders.flatMap((order) => failures.get(order) ?? []);
  if (mistakes.length > 0 || refused.length > 0) throw new ChangeRefused([...mistakes, ...new Map(refused.map((error) => [error.message, error])).values()]);
  for (const name of await vault.keep()) await needs.audit.recordDeed({ person: options.person, action: 'vault.generate', plugin: null, pluginVersion: null, device: null, change: null, outcome: 'done', detail: `made ${name}, for the plan ${id}` });
  const placed = waveOrders.flatMap((waveOrder): Placed[] => {
    const one = computed.get(waveOrder.order);
    return one === undefined ? [] : [{ ...one, wave: waveOrder.wave, unit: waveOrder.unit, entry: waveOrder.order.entry }];
  });
  const spent = await spentLately([...new Set(placed.map(({ order }) => order.device.id))], needs, now);
  return planOf({ id, title: file.title, author: options.person, now, spent }, placed, { ...file, waves: rollout }, needs);
}

/** The plan of what was computed, in the order of application. */
export function planOf({ id, title, author, now, spent }: PlanHead, placed: readonly Placed[], file: PlanTerms, needs: ChangeDependencies): Planned {
  const devices = needs.inventory.devices();
  const differing = inTurns(placed.filter(({ current, wanted }) => !sameData(current, wanted)), file, new Apart(devices));
  // Salted, so that a hash of a state with a short secret in it cannot be guessed from.
  const salt = randomBytes(16).toString('hex');
  const orderly = differing.map((one, position) => stepOrder(one, waitsFor(one, differing.slice(0, position), file), file));
  const steps = differing.map((one, position) => planStep(one, orderly[position] ?? stepOrder(one, [], file), salt));
  const changed = new Set(steps.map(({ device }) => device));
  const nameOf = new Map(devices.map(({ id: device, name }) => [device, name]));
  const sites = [...new Set(differing.map(({ order }) => order.device.site))].sort();
  const risks = differing.map(({ order }) => atRisk(order.device, order.key));
  // What the device itself takes back needs no way to it.
  const unaided = risks.filter((_risk, at) => !isOnTrial(differing[at]?.order.commitClass ?? 'snapshot'));
  const ways = ownWays(unaided, devices).map(({ device, port }) => `${nameOf.get(device) ?? device}: port ${port} is the way to ${nameOf.get(device) ?? device} itself`);
  const unless = file.ownWay === 'allow' ? '' : ' Applying it is refused (JF6040) unless the change file says "ownWay: allow".';
  const cautions = [...ways.map((way) => `${way}. If the change takes it away, nobody can put it back from here.${unless}`), ...differing.flatMap(({ caution }) => caution ?? [])];
  const inTheWay = [...frozenSites(steps, needs, needs.configuration.current, now), ...overBudget([...changed], spent, { inventory: needs.inventory, configuration: needs.configuration.current }, now.getTime())];
  const warnings = [...inTheWay.map(({ message, hint }) => `${message}. ${hint}`), ...writesNotGranted(steps, needs).map(({ message, where, hint }) => `${message} (${where}): as it is, the plan cannot be applied. ${hint}`)];
  const content: Omit<Plan, 'hash'> = {
    format: 1,
    id,
    title,
    author,
    createdAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
    steps,
    unchanged: placed.length - steps.length,
    rollout: { waves: new Set(steps.map(({ wave }) => wave)).size, soakMs: file.waves.soak, ...(file.waves.recovery === undefined ? {} : { recoveryMs: file.waves.recovery }), maxFailures: file.waves.maxFailures, atOnce: file.waves.atOnce },
    health: file.health,
    ...planConditions(file, differing.map(({ order }) => order), needs.configuration.current),
    blastRadius: { devices: [...changed].map((one) => nameOf.get(one) ?? one).sort(), sites, ...losingIn(sites, blastRadiusOf(risks, devices), devices) },
    ...(cautions.length === 0 ? {} : { cautions }),
    ...(ways.length === 0 ? {} : { ownWay: { risk: file.ownWay, ways } }),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
  return { plan: { ...content, hash: sha256(canonicalJson(content)) }, steps: orderly };
}

/** The vault, for a file that names it; an empty one else. */
async function openVault({ entries }: ChangeFile, { configuration: { current: { directory, daemon } } }: ChangeDependencies): Promise<Pick<OpenVault, 'take' | 'keep'>> {
  if (!entries.some(({ spec }) => namesVault(spec))) return { take: () => null, keep: async () => [] };
  return OpenVault.open({ directory, stateDirectory: daemon.stateDirectory });
}

/** In the order of application, which is that of the queue. */
function earlierThan({ plugin }: Order, before: readonly Order[]): readonly EarlierSpec[] {
  return before.filter((other) => other.plugin.id === plugin.id).map(({ resource, spec }) => ({ resource, spec }));
}

async function compute(order: Order, earlier: readonly EarlierSpec[], person: string, needs: ChangeDependencies, access: DeviceAccess, signal: AbortSignal): Promise<Computed> {
  const { device, plugin, resource, key, spec } = order;
  const current = await access.readFor({ spec, earlier }, { device: device.id, deviceName: device.name, plugin: plugin.id, resource, key }, person, signal);
  const wanted = await needs.plugins.plan({ plugin: plugin.id, resource, current, spec, device: callTarget(device, plugin.id), deadlineMs: planningMs, person, signal });
  return { order, current, wanted };
}

/** Split further, so that nothing shares a wave that must be apart, and in the order of application again. */
function inTurns(placed: readonly Placed[], file: PlanTerms, apart: Apart): readonly Placed[] {
  const turns = intoTurns(placed.map((one, position) => ({
    device: one.order.device.id, unit: one.unit, wave: one.wave, isApart: isApart(one.order.plugin, one.order.resource), waitsFor: waitsFor(one, placed.slice(0, position), file),
  })), { apart, inOrder: file.waves.atOnce === 1 });
  return placed.map((one, position) => ({ ...one, wave: turns[position] ?? one.wave })).toSorted((a, b) => a.wave - b.wave);
}

/** Steps of the same wave and site that stand in entries this one comes after. */
function waitsFor({ order, wave, entry }: Placed, before: readonly Placed[], { entries }: PlanTerms): readonly number[] {
  const names = entries[entry]?.after ?? [];
  return names.length === 0 ? [] : before.flatMap((other, position) =>
    other.wave === wave && other.order.device.site === order.device.site && names.includes(entries[other.entry]?.id ?? '') ? [position] : []);
}

function stepOrder({ order: { device, plugin, resource, key, commitClass, spec }, current, wanted, wave, unit }: Placed, after: readonly number[], { waves, trial }: PlanTerms): StepOrder {
  const onTrial = isOnTrial(commitClass) ? { trialMs: waves.soak + (waves.recovery ?? 0) + trial } : {};
  return {
    device: device.id, deviceName: device.name, plugin: plugin.id, pluginVersion: plugin.version, resource, key, commitClass,
    wave, unit, waitsFor: after, before: current, after: wanted, ...onTrial, ...(spec === null ? { by: 'restore' } : { by: 'apply', spec }),
  };
}

function planStep({ order, current, wanted }: Placed, step: StepOrder, salt: string): PlanStep {
  const names = secretNames(order.plugin.resourceSchemas.get(order.resource));
  const redaction = new Redaction(names, order.spec ?? {}, current, wanted);
  const { before: _before, after: _after, by: _by, spec: _spec, ...shown } = step;
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
  for (const told of [writeNotTaken, probeChanged]) if (told.is(cause)) return told(cause.message, { place, cause });
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  const hint = cause instanceof Error && 'hint' in cause && typeof cause.hint === 'string' ? { hint: cause.hint } : {};
  return planningFailed(`${order.device.name}: ${order.plugin.id}/${order.resource}: ${message}${code}`, { place, cause, ...hint });
}
