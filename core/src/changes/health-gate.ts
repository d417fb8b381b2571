import type { CheckStatus } from '../health/index.ts';
import type { ChangeDependencies } from './dependencies.ts';

/** Codes of outcomes that say a device was lost: Unreachable and AuthFailed. */
const lost: readonly (string | null)[] = ['JF0001', 'JF0002'];

/** A push shows in what is looked at all the time; what is looked at rarely (updates waiting) only makes it slow. */
const atLeastEvery = 15 * 60_000;

/** What is bad, in words for a person, by a name that compares. */
type Troubles = ReadonlyMap<string, string>;

function troubles({ device, plugin, check, title, state, summary, items, code }: CheckStatus): [string, string][] {
  const name = `${device} ${plugin} ${check}`;
  if (lost.includes(code)) return [[`${name} lost`, `${title}: ${summary}`]];
  if (state !== 'critical') return [];
  const critical = items.filter((item) => item.state === 'critical');
  if (critical.length === 0) return [[name, `${title}: ${summary}`]];
  return critical.map((item) => [`${name} ${item.name}`, `${title}: ${item.name}: ${item.summary}`]);
}

/** Compares the checks of the devices after a push with those just before it: what was red already does not count. */
export class HealthGate {
  readonly #health: ChangeDependencies['health'];
  readonly #devices: readonly string[];
  #before: Troubles = new Map();

  constructor(health: ChangeDependencies['health'], devices: readonly string[]) {
    this.#health = health;
    this.#devices = devices;
  }

  async baseline(signal: AbortSignal): Promise<void> {
    this.#before = await this.#look(signal);
  }

  /** What got worse, one line each. */
  async regressions(signal: AbortSignal): Promise<readonly string[]> {
    const after = await this.#look(signal);
    return [...after].filter(([name]) => !this.#before.has(name)).map(([, words]) => words);
  }

  async #look(signal: AbortSignal): Promise<Troubles> {
    const found = await Promise.all(this.#devices.map(async (device): Promise<[string, string][]> => {
      try {
        return (await this.#health.checkNow(device, { atLeastEvery }, signal)).flatMap(troubles);
      } catch (error) {
        signal.throwIfAborted();
        return [[`${device} checks`, `checks could not run: ${error instanceof Error ? error.message : String(error)}`]];
      }
    }));
    return new Map(found.flat());
  }
}
