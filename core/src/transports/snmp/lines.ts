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

/** Lines that may lead to any of the same agents: all that they know of one is where it is. */
interface Kind {
  readonly open: (address: string) => SnmpLine;
  /** By address. */
  readonly taken: Map<string, SnmpLine>;
  /** By address, the one that was left longest ago first. */
  readonly idle: Map<string, SnmpLine>;
  isRetired: boolean;
}

/**
 * The lines over which agents are asked that are told from another by their address only (SNMPv1 and v2c). A fleet that is
 * asked in turn has no socket for each of its devices: a line that nobody uses is turned to the agent that is asked next,
 * and as long as an agent is asked, its line is its own.
 */
export class Lines implements Disposable {
  readonly #kinds = new Map<string, Kind>();
  #idle = 0;

  /** @param kind says all that `open` goes by but the address */
  to(address: string, kind: string, open: Kind['open']): Way {
    const known = this.#kinds.get(kind) ?? { open, taken: new Map<string, SnmpLine>(), idle: new Map<string, SnmpLine>(), isRetired: false };
    this.#kinds.set(kind, known);
    return new SharedWay(this, known, address);
  }

  /** What is asked from now on goes over new ones. */
  clear(): void {
    for (const kind of this.#kinds.values()) {
      kind.isRetired = true;
      for (const line of kind.idle.values()) line.close();
      kind.idle.clear();
    }
    this.#kinds.clear();
    this.#idle = 0;
  }

  [Symbol.dispose](): void {
    for (const { taken } of this.#kinds.values()) for (const line of taken.values()) line.close();
    this.clear();
  }

  take(kind: Kind, address: string): SnmpLine {
    const taken = kind.taken.get(address);
    if (taken !== undefined) return taken;
    const line = this.#idleOf(kind, address) ?? kind.open(address);
    line.turnTo(address);
    kind.taken.set(address, line);
    return line;
  }

  leave(kind: Kind, line: SnmpLine): void {
    if (!line.isIdle) return;
    kind.taken.delete(line.address);
    // What the library may still send again must not reach another agent.
    if (kind.isRetired || !line.isClear) return line.close();
    kind.idle.set(line.address, line);
    this.#idle += 1;
    while (this.#idle > mostIdle) this.#closeOne(kind);
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

  /** Of another kind than the one that is used now, if there is any. */
  #closeOne(used: Kind): void {
    const from = [...this.#kinds.values()].find((kind) => kind !== used && kind.idle.size > 0) ?? used;
    const [oldest] = from.idle;
    if (oldest === undefined) return;
    from.idle.delete(oldest[0]);
    this.#idle -= 1;
    oldest[1].close();
  }
}

class SharedWay implements Way {
  readonly #lines: Lines;
  readonly #kind: Kind;
  readonly #address: string;

  constructor(lines: Lines, kind: Kind, address: string) {
    this.#lines = lines;
    this.#kind = kind;
    this.#address = address;
  }

  take(): SnmpLine {
    return this.#lines.take(this.#kind, this.#address);
  }

  leave(line: SnmpLine): void {
    this.#lines.leave(this.#kind, line);
  }

  /** A community has no clock that could be wrong. */
  forget(): void {}

  [Symbol.dispose](): void {}
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
