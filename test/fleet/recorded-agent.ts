import { Unsupported, type SnmpReader, type SnmpRow, type SnmpValue, type Varbind } from '@jackfield/sdk';

function compareOids(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const parse = (oid: string): readonly number[] => oid.split('.').map(Number);

/** A reader that answers from a recording in memory: what the plugin asks, without a wire. Counts its requests. */
export class RecordedAgent implements SnmpReader {
  readonly #varbinds: readonly Varbind[];
  readonly #parsed: readonly (readonly number[])[];
  readonly #byOid: ReadonlyMap<string, SnmpValue>;
  requests = 0;

  constructor(varbinds: readonly Varbind[]) {
    const sorted = varbinds.map((varbind) => ({ varbind, oid: parse(varbind.oid) })).sort((one, other) => compareOids(one.oid, other.oid));
    this.#varbinds = sorted.map(({ varbind }) => varbind);
    this.#parsed = sorted.map(({ oid }) => oid);
    this.#byOid = new Map(varbinds.map(({ oid, value }) => [oid, value]));
  }

  /** The place of the first variable after an OID. */
  #after(oid: string): number {
    const wanted = parse(oid);
    let low = 0;
    let high = this.#parsed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareOids(this.#parsed[middle] ?? [], wanted) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async get(oids: readonly string[]): Promise<readonly Varbind[]> {
    this.requests += 1;
    return oids.map((oid) => ({ oid, value: this.#byOid.get(oid) ?? { type: 'NoSuchInstance', value: null } }));
  }

  async getNext(oids: readonly string[]): Promise<readonly Varbind[]> {
    this.requests += 1;
    return oids.map((oid) => this.#varbinds[this.#after(oid)] ?? { oid, value: { type: 'EndOfMibView', value: null } });
  }

  async getBulk(oids: readonly string[], maxRepetitions: number): Promise<readonly Varbind[]> {
    this.requests += 1;
    return oids.flatMap((oid) => this.#varbinds.slice(this.#after(oid), this.#after(oid) + maxRepetitions));
  }

  async walk(root: string, { maxRows = 50_000 } = {}): Promise<readonly Varbind[]> {
    this.requests += 1;
    const found: Varbind[] = [];
    for (let at = this.#after(root); this.#varbinds[at]?.oid.startsWith(`${root}.`) === true; at += 1) {
      const varbind = this.#varbinds[at];
      if (varbind !== undefined) found.push(varbind);
      if (found.length > maxRows) throw new Unsupported(`more than ${maxRows} rows under ${root}`);
    }
    return found;
  }

  async table<Column extends string>(columns: { readonly [C in Column]: string }): Promise<readonly SnmpRow<Column>[]> {
    const rows = new Map<string, SnmpRow<Column>>();
    for (const column of Object.keys(columns) as Column[]) {
      for (const { oid, value } of await this.walk(columns[column])) {
        const index = oid.slice(columns[column].length + 1);
        rows.set(index, { index, cells: { ...rows.get(index)?.cells, [column]: value } });
      }
    }
    return [...rows.values()];
  }
}
