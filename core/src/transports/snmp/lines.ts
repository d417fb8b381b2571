import type { SnmpLine } from './snmp-line.ts';

/** How an agent is reached: a line is taken for a request, and left when it has ended. */
export interface Way extends Disposable {
  take(): SnmpLine;
  leave(line: SnmpLine): void;
  /** It learned what is wrong: who asks from now on gets another. */
  forget(line: SnmpLine): void;
}

/** Lines that nobody uses and that stay open, at most: many enough for what is asked at once, few enough to be nothing to a fleet. */
const mostIdle = 256;

/** Lines of one kind, which may lead to any agent: all that they know of one is where it is. */
interface Kind {
  /** By address. */
  readonly taken: Map<string, SnmpLine>;
  /** By address, the one that was left longest ago first. */
  readonly idle: Map<string, SnmpLine>;
}

/**
 * The lines over which agents are asked that are told from another by their address only (SNMPv1 and v2c). A fleet that is
 * asked in turn has no socket for each of its devices: a line that nobody uses is turned to the agent that is asked next,
 * and as long as an agent is asked, its line is its own.
 */
export class Lines implements Disposable {
  readonly #kinds = new Map<string, Kind>();
  readonly #retired = new WeakSet<SnmpLine>();
  #idle = 0;

  /** @param kind what lines have in common that may be turned to the same agents */
  of(kind: string, address: string, open: () => SnmpLine): Way {
    return {
      take: () => this.#take(kind, address, open),
      leave: (line) => this.#leave(kind, line),
      forget: (line) => void this.#retired.add(line),
      [Symbol.dispose]: () => undefined,
    };
  }

  /** What is asked from now on goes over new ones. */
  clear(): void {
    for (const { taken, idle } of this.#kinds.values()) {
      for (const line of taken.values()) this.#retired.add(line);
      for (const line of idle.values()) line.close();
    }
    this.#kinds.clear();
    this.#idle = 0;
  }

  [Symbol.dispose](): void {
    for (const { taken } of this.#kinds.values()) for (const line of taken.values()) line.close();
    this.clear();
  }

  #take(name: string, address: string, open: () => SnmpLine): SnmpLine {
    const kind = this.#kinds.get(name) ?? { taken: new Map<string, SnmpLine>(), idle: new Map<string, SnmpLine>() };
    this.#kinds.set(name, kind);
    const taken = kind.taken.get(address);
    if (taken !== undefined) return taken;
    const line = this.#idleOf(kind, address) ?? open();
    line.turnTo(address);
    kind.taken.set(address, line);
    return line;
  }

  /** The one that leads there already, else the one that was left longest ago. */
  #idleOf({ idle }: Kind, address: string): SnmpLine | null {
    const [oldest] = idle.keys();
    const from = idle.has(address) ? address : oldest;
    const line = from === undefined ? undefined : idle.get(from);
    if (from === undefined || line === undefined) return null;
    idle.delete(from);
    this.#idle -= 1;
    return line;
  }

  #leave(name: string, line: SnmpLine): void {
    if (!line.isIdle) return;
    const kind = this.#kinds.get(name);
    const isKnown = kind?.taken.get(line.address) === line;
    if (isKnown) kind.taken.delete(line.address);
    // What the library may still send again must not reach another agent.
    if (!isKnown || !line.isClear || this.#retired.has(line)) return line.close();
    kind.idle.set(line.address, line);
    this.#idle += 1;
    while (this.#idle > mostIdle) this.#closeOldest();
  }

  #closeOldest(): void {
    for (const [name, { taken, idle }] of this.#kinds) {
      const [oldest] = idle;
      if (oldest !== undefined) {
        idle.delete(oldest[0]);
        this.#idle -= 1;
        oldest[1].close();
      }
      if (taken.size === 0 && idle.size === 0) this.#kinds.delete(name);
      if (oldest !== undefined) return;
    }
  }
}

/** The line to an agent of SNMPv3: the library remembers its engine and clock there. */
export class EngineLine implements Way {
  readonly #open: () => SnmpLine;
  /** Those that learned a clock which is wrong, until all that was asked over them has ended. */
  readonly #former = new Set<SnmpLine>();
  #line: SnmpLine | null = null;

  constructor(open: () => SnmpLine) {
    this.#open = open;
  }

  take(): SnmpLine {
    return (this.#line ??= this.#open());
  }

  leave(line: SnmpLine): void {
    if (line.isIdle && this.#former.delete(line)) line.close();
  }

  forget(line: SnmpLine): void {
    if (line !== this.#line) return;
    this.#former.add(line);
    this.#line = null;
  }

  [Symbol.dispose](): void {
    this.#line?.close();
    for (const line of this.#former) line.close();
    this.#former.clear();
  }
}
