import { capabilities, sdkVersion } from '@jackfield/sdk';
import type { CallContext, Device, SettableVarbind, SnmpRow, SnmpValue, SnmpWriter, Varbind } from '@jackfield/sdk';
import type { Settings } from '../settings.ts';

function compare(one: string, other: string): number {
  const [left, right] = [one.split('.').map(Number), other.split('.').map(Number)];
  const at = left.findIndex((part, place) => part !== right[place]);
  return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
}

/** Text for octets, a number for an integer, `oid(…)` for an OBJECT IDENTIFIER; a whole value for other types. */
export type Content = string | number | SnmpValue;

export const oid = (value: string): SnmpValue => ({ type: 'ObjectIdentifier', value });

function toValue(content: Content): SnmpValue {
  if (typeof content === 'string') return { type: 'OctetString', value: Buffer.from(content) };
  return typeof content === 'number' ? { type: 'Integer', value: content } : content;
}

/** A table whose rows come by createAndGo, with defaults, and go by destroy. */
export interface MemoryTable {
  readonly entry: string;
  /** Number of its RowStatus. */
  readonly status: number;
  readonly defaults: { readonly [column: number]: Content };
}

/** An agent in memory that keeps what is set and remembers each SET. */
export class MemoryAgent implements SnmpWriter {
  readonly #values: Map<string, SnmpValue>;
  readonly #tables: readonly MemoryTable[];
  readonly sets: (readonly SettableVarbind[])[] = [];

  constructor(content: { readonly [oid: string]: Content }, tables: readonly MemoryTable[] = []) {
    this.#tables = tables;
    this.#values = new Map(Object.entries(content).map(([key, value]) => [key, toValue(value)]));
  }

  #sorted(): Varbind[] {
    return Array.from(this.#values, ([key, value]) => ({ oid: key, value })).sort((one, other) => compare(one.oid, other.oid));
  }

  async get(oids: readonly string[]): Promise<readonly Varbind[]> {
    return oids.map((key) => ({ oid: key, value: this.#values.get(key) ?? { type: 'NoSuchObject', value: null } }));
  }

  async getNext(oids: readonly string[]): Promise<readonly Varbind[]> {
    const all = this.#sorted();
    return oids.map((key) => all.find((varbind) => compare(varbind.oid, key) > 0) ?? { oid: key, value: { type: 'EndOfMibView', value: null } });
  }

  async getBulk(oids: readonly string[], maxRepetitions: number): Promise<readonly Varbind[]> {
    const all = this.#sorted();
    return oids.flatMap((key) => all.filter((varbind) => compare(varbind.oid, key) > 0).slice(0, maxRepetitions));
  }

  async walk(root: string): Promise<readonly Varbind[]> {
    return this.#sorted().filter((varbind) => varbind.oid.startsWith(`${root}.`));
  }

  async table<Column extends string>(columns: { readonly [C in Column]: string }): Promise<readonly SnmpRow<Column>[]> {
    const rows = new Map<string, SnmpRow<Column>>();
    for (const column of Object.keys(columns) as Column[]) {
      for (const { oid: key, value } of await this.walk(columns[column])) {
        const index = key.slice(columns[column].length + 1);
        rows.set(index, { index, cells: { ...rows.get(index)?.cells, [column]: value } });
      }
    }
    return [...rows.values()];
  }

  async set(varbinds: readonly SettableVarbind[]): Promise<void> {
    this.sets.push(varbinds);
    for (const { oid: instance, value } of varbinds) if (!this.#rowChange(instance, value)) this.#values.set(instance, value);
  }

  #rowChange(instance: string, value: SnmpValue): boolean {
    const table = this.#tables.find(({ entry, status }) => instance.startsWith(`${entry}.${status}.`));
    if (table === undefined || value.type !== 'Integer') return false;
    const { entry, status, defaults } = table;
    const index = instance.slice(`${entry}.${status}.`.length);
    if (value.value === 6) for (const key of this.#values.keys()) if (key.startsWith(`${entry}.`) && key.slice(entry.length + 1).replace(/^\d+\./, '') === index) this.#values.delete(key);
    if (value.value === 4) for (const [column, content] of Object.entries({ ...defaults, [status]: 1 })) this.#values.set(`${entry}.${column}.${index}`, toValue(content));
    return value.value === 4 || value.value === 6;
  }
}

const device: Device = {
  id: 'd1', name: 'd1', site: 's1', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {},
};

/** Settings as the host fills them in when a site sets none. */
export const defaults: Settings = {
  ports: { watch: '', ignore: '' },
  uptime: { warnBelow: 600 },
  stack: { members: 0 },
  load: { cpu: { warning: 90, critical: 100 }, memory: { warning: 95, critical: 99.5 }, storage: { warning: 85, critical: 95 }, ignore: '' },
  sensors: { ignore: '' },
  traffic: { errors: { warning: 0.1, critical: 5 } },
};

/** What a call has beside its transports; the plugin uses snmp alone, so that the others throw. */
export function contextOver<Snmp>(snmp: Snmp, settings: Settings = defaults, profiles: CallContext['points'][string] = []) {
  const absent = (): never => {
    throw new Error('the plugin uses snmp alone');
  };
  return {
    snmp,
    settings,
    device,
    signal: AbortSignal.timeout(10_000),
    remaining: () => 10_000, since: performance.now(), alsoDue: [], host: { sdk: sdkVersion, capabilities },
    log: { debug() {}, info() {}, warn() {} },
    points: { profiles },
    ssh: { exec: absent, script: absent, readFile: absent, writeFile: absent, removeFile: absent },
    ami: { action: absent, list: absent, events: absent, write: absent, call: absent },
    icmp: { ping: absent },
    http: { get: absent, send: absent },
    tcp: { exchange: absent },
    sip: { options: absent },
  };
}
