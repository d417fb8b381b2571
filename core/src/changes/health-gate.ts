import type { CheckStatus } from '../health/index.ts';
import type { ChangeDependencies } from './dependencies.ts';
import type { HealthContract } from './rollout.ts';

/** Codes of outcomes that say a device was lost: Unreachable and AuthFailed. */
const lost: readonly (string | null)[] = ['JF0001', 'JF0002'];

/** A push shows in what is looked at all the time; what is looked at rarely (updates waiting) only makes it slow. */
const atLeastEvery = 15 * 60_000;

/** What is bad, in words for a person, by a name that compares. */
type Troubles = ReadonlyMap<string, string>;

/** What one look at a device found. */
interface Look {
  readonly troubles: Troubles;
  /** Those of them that say that the device does not answer. */
  readonly lost: Troubles;
  readonly statuses: readonly CheckStatus[];
}

const nameOf = ({ plugin, check }: CheckStatus): string => `${plugin}/${check}`;

function troubles({ plugin, check, title, state, summary, items, code }: CheckStatus): [string, string][] {
  const name = `${plugin} ${check}`;
  if (lost.includes(code)) return [[`${name} lost`, `${title}: ${summary}`]];
  if (state !== 'critical') return [];
  const critical = items.filter((item) => item.state === 'critical');
  if (critical.length === 0) return [[name, `${title}: ${summary}`]];
  return critical.map((item) => [`${name} ${item.name}`, `${title}: ${item.name}: ${item.summary}`]);
}

/** The sum of a metric over a check and its items; null where there is none of it. */
function total(statuses: readonly CheckStatus[], check: string, metric: string): number | null {
  const values = statuses.filter((status) => nameOf(status) === check).flatMap(({ metrics, items }) => [...metrics, ...items.flatMap((item) => item.metrics ?? [])])
    .filter(({ name }) => name === metric).map(({ value }) => value);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

/** Compares the checks of devices after a push with those just before it: what was red already does not count. */
export class HealthGate {
  readonly #health: ChangeDependencies['health'];
  readonly #devices: readonly string[];
  readonly #contract: HealthContract;
  readonly #behind: readonly string[];
  #before = new Map<string, Look>();

  /** @param behind devices that are not changed, and that only ports that are changed lead to */
  constructor(health: ChangeDependencies['health'], devices: readonly string[], contract: HealthContract, behind: readonly string[] = []) {
    this.#health = health;
    this.#devices = devices;
    this.#contract = contract;
    this.#behind = behind;
  }

  async baseline(signal: AbortSignal): Promise<void> {
    this.#before = new Map(await Promise.all([...this.#devices, ...this.#behind].map(async (device) => [device, await this.#look(device, signal)] as const)));
  }

  /** What got worse, one line each, by device; devices that are as well as before are left out. */
  async regressions(devices: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
    const worse = await Promise.all(devices.map(async (device) => [device, this.#worse(device, await this.#look(device, signal))] as const));
    return new Map(worse.filter(([, lines]) => lines.length > 0));
  }

  /** Devices behind that answered before and do not now, with what their checks say; looked at twice, as one lost answer cuts nobody off. */
  async cutOff(signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
    const lostOf = async (devices: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> => {
      const seen = await Promise.all(devices.map(async (device) => [device, await this.#look(device, signal)] as const));
      const newly = seen.map(([device, { lost: now }]) => [device, [...now].filter(([name]) => this.#before.get(device)?.lost.has(name) !== true).map(([, words]) => words)] as const);
      return new Map(newly.filter(([, lines]) => lines.length > 0));
    };
    return lostOf([...(await lostOf(this.#behind)).keys()]);
  }

  #worse(device: string, after: Look): readonly string[] {
    const before = this.#before.get(device);
    const moved = this.#contract.tolerate.flatMap(({ check, metric, drop, rise }) => {
      const [then, now] = [total(before?.statuses ?? [], check, metric), total(after.statuses, check, metric)];
      if (then === null) return [];
      if (now === null) return [`${check}: ${metric} was ${then}, and is not there any more`];
      const tooLittle = drop !== undefined && now < then - drop;
      const tooMuch = rise !== undefined && now > then + rise;
      return tooLittle || tooMuch ? [`${check}: ${metric} was ${then} and is ${now}`] : [];
    });
    return [...[...after.troubles].filter(([name]) => before?.troubles.has(name) !== true).map(([, words]) => words), ...moved];
  }

  async #look(device: string, signal: AbortSignal): Promise<Look> {
    const { checks } = this.#contract;
    try {
      const statuses = await this.#health.checkNow(device, { atLeastEvery }, signal);
      const counted = checks === undefined ? statuses : statuses.filter((status) => checks.includes(nameOf(status)) || lost.includes(status.code));
      return { troubles: new Map(counted.flatMap(troubles)), lost: new Map(statuses.filter(({ code }) => lost.includes(code)).flatMap(troubles)), statuses };
    } catch (error) {
      signal.throwIfAborted();
      return { troubles: new Map([['checks', `checks could not run: ${error instanceof Error ? error.message : String(error)}`]]), lost: new Map(), statuses: [] };
    }
  }
}
