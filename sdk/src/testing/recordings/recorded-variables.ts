import type { WireCell, WireVarbind } from '../../runtime/wire.ts';
import type { Exchange } from './recording-schema.ts';
import { parseVariableLines } from './snmp-lines.ts';

export function compareOids(one: string, other: string): number {
  const [left, right] = [one.split('.'), other.split('.')];
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The first OID that is not under a root. */
function behind(root: string): string {
  const parts = root.split('.');
  return [...parts.slice(0, -1), String(Number(parts.at(-1)) + 1)].join('.');
}

/** A stretch of the MIB of which the recording knows all variables: behind one OID, before another (null: to the end). */
interface Stretch {
  readonly after: string;
  before: string | null;
}

/** The variables of one SNMP context that a recording knows, and where it knows that there are no others. */
export class RecordedVariables {
  readonly #values = new Map<string, WireCell>();
  readonly #stretches: readonly Stretch[];
  readonly #order: readonly string[];

  constructor(exchanges: readonly Exchange[]) {
    const seen: Stretch[] = [];
    for (const exchange of exchanges) {
      if (!('answer' in exchange) || exchange.answer === undefined) continue;
      switch (exchange.ask) {
        case 'snmp.get':
          this.#keep(parseVariableLines(exchange.answer));
          break;
        case 'snmp.getNext': {
          const answers = parseVariableLines(exchange.answer);
          exchange.oids.forEach((oid, at) => seen.push(...stretchesOf(oid, answers.slice(at, at + 1))));
          this.#keep(answers);
          break;
        }
        case 'snmp.getBulk': {
          const answers = parseVariableLines(exchange.answer);
          // Several columns cannot be told apart for certain: only the values are taken.
          const [only] = exchange.oids;
          if (exchange.oids.length === 1 && only !== undefined) seen.push(...stretchesOf(only, answers));
          this.#keep(answers);
          break;
        }
        case 'snmp.walk':
          seen.push({ after: exchange.root, before: behind(exchange.root) });
          this.#keep(parseVariableLines(exchange.answer));
          break;
        case 'snmp.table':
          seen.push(...Object.values(exchange.columns).map((root) => ({ after: root, before: behind(root) })));
          this.#keep(parseVariableLines(exchange.answer));
          break;
        default:
      }
    }
    this.#stretches = joined(seen);
    this.#order = [...this.#values].filter(([, [type]]) => !type.startsWith('NoSuch')).map(([oid]) => oid).sort(compareOids);
  }

  /** What is there, in the order of the MIB. */
  get variables(): readonly WireVarbind[] {
    return this.#order.map((oid) => this.#variable(oid));
  }

  /** The variable, or that it is not there; undefined when the recording does not know. */
  get(oid: string): WireVarbind | undefined {
    const value = this.#values.get(oid);
    if (value !== undefined) return [oid, value[0], value[1]];
    if (this.#stretch(oid) === undefined) return undefined;
    const object = oid.split('.').slice(0, -1).join('.');
    const hasSiblings = this.#order[this.#from(object)]?.startsWith(`${object}.`) === true;
    return [oid, hasSiblings ? 'NoSuchInstance' : 'NoSuchObject', null];
  }

  /** The successor; undefined when the recording does not know it. */
  next(oid: string): WireVarbind | undefined {
    const stretch = this.#stretches.find(({ after, before }) => compareOids(after, oid) <= 0 && (before === null || compareOids(oid, before) < 0));
    if (stretch === undefined) return undefined;
    let at = this.#from(oid);
    if (this.#order[at] === oid) at += 1;
    const found = this.#order[at];
    if (found === undefined) return stretch.before === null ? [oid, 'EndOfMibView', null] : undefined;
    return stretch.before === null || compareOids(found, stretch.before) < 0 ? this.#variable(found) : undefined;
  }

  /** All under a root; undefined when the recording does not know them all. */
  walk(root: string): readonly WireVarbind[] | undefined {
    const end = behind(root);
    const isWhole = this.#stretches.some(({ after, before }) => compareOids(after, root) <= 0 && (before === null || compareOids(end, before) <= 0));
    if (!isWhole) return undefined;
    const found: WireVarbind[] = [];
    for (let at = this.#from(root); at < this.#order.length; at += 1) {
      const oid = this.#order[at] ?? '';
      if (oid !== root && !oid.startsWith(`${root}.`)) break;
      if (oid !== root) found.push(this.#variable(oid));
    }
    return found;
  }

  #keep(variables: readonly WireVarbind[]): void {
    // What was seen last is what the device is now.
    for (const [oid, type, value] of variables) if (type !== 'EndOfMibView') this.#values.set(oid, [type, value]);
  }

  #variable(oid: string): WireVarbind {
    const [type, value] = this.#values.get(oid) ?? ['Null', null];
    return [oid, type, value];
  }

  #stretch(oid: string): Stretch | undefined {
    return this.#stretches.find(({ after, before }) => compareOids(after, oid) < 0 && (before === null || compareOids(oid, before) < 0));
  }

  /** Position of the first variable that is not below the OID. */
  #from(oid: string): number {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(this.#order[middle] ?? '', oid) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** From an OID to the last of its successors, which came one after the other. */
function stretchesOf(oid: string, answers: readonly WireVarbind[]): readonly Stretch[] {
  const last = answers.at(-1);
  if (last === undefined) return [];
  return [{ after: oid, before: last[1] === 'EndOfMibView' ? null : `${last[0]}.0` }];
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const { after, before } of stretches.toSorted((one, other) => compareOids(one.after, other.after))) {
    const last = result.at(-1);
    if (last === undefined || (last.before !== null && compareOids(after, last.before) > 0)) result.push({ after, before });
    else if (last.before !== null && (before === null || compareOids(before, last.before) > 0)) last.before = before;
  }
  return result;
}
