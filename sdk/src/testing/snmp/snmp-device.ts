import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SnmpValue, Varbind } from '../../transports/snmp.ts';
import { systemTime, type SimulatorClock } from '../clock/index.ts';
import { DeviceTime } from './device-time.ts';
import { isUnder, parseOid, type Oid } from './oid.ts';
import { parseRecording } from './recording.ts';
import { modelTables } from './model-tables.ts';
import { modelVariables } from './model-variables.ts';
import { snmpModelSchema, type SnmpModelInput } from './snmp-model.ts';
import { SnmpTable, type SnmpTableInput } from './snmp-table.ts';
import { tableEffects, type Refusal, type RowEffect, type SetVarbind } from './table-change.ts';
import { VariableTable, type SnmpVariable } from './variable-table.ts';
import { refusal, usualWritables, type ErrorStatus, type WritableObject } from './writable.ts';

/**
 * What a simulated agent is made of.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SnmpDeviceOptions {
  /** Variables of further contexts, by the name behind `@` of a community. */
  readonly contexts?: ReadonlyMap<string, Iterable<SnmpVariable>>;
  /** What SET may change where the device has it. */
  readonly writable?: readonly WritableObject[];
  /** Tables whose rows come and go. */
  readonly tables?: readonly SnmpTableInput[];
  /** What its clocks and counters go by. */
  readonly clock?: SimulatorClock;
}

type RecordedOptions = Omit<SnmpDeviceOptions, 'contexts'>;

const engineIdOid = '1.3.6.1.6.3.10.2.1.1.0';

/**
 * What an agent has to tell, and what SET did to it.
 *
 * @experimental
 * @since 0.1.0
 */
export class SnmpDevice {
  readonly time: DeviceTime;
  readonly #contexts = new Map<string, VariableTable>();
  readonly #writable: readonly { readonly root: Oid; readonly object: WritableObject }[];
  readonly #tables: readonly SnmpTable[];
  readonly #listeners = new Set<(varbind: Varbind) => void>();

  constructor(variables: Iterable<SnmpVariable>, { contexts = new Map(), writable = usualWritables, tables = [], clock = systemTime }: SnmpDeviceOptions = {}, time = new DeviceTime(0, clock)) {
    this.time = time;
    this.#tables = tables.map((table) => new SnmpTable(table));
    const rows = this.#tables.flatMap((table) => table.initial(this.#base(table)));
    this.#contexts.set('', new VariableTable([...variables, ...rows]));
    for (const [name, own] of contexts) this.#contexts.set(name, new VariableTable(own));
    this.#writable = writable.map((object) => ({ root: parseOid(object.oid), object }));
  }

  /** A device from a recording; `NAME@CONTEXT.snmprec` beside `NAME.snmprec` holds what it answers in that context. */
  static fromRecording(file: string, options: RecordedOptions = {}): SnmpDevice {
    const read = (path: string): readonly SnmpVariable[] => {
      try {
        return parseRecording(readFileSync(path, 'latin1'));
      } catch (cause) {
        throw new Error(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      }
    };
    const name = basename(file, '.snmprec');
    const contexts = readdirSync(dirname(file)).filter((other) => other.startsWith(`${name}@`) && other.endsWith('.snmprec'));
    return new SnmpDevice(read(file), {
      ...options,
      contexts: new Map(contexts.map((other) => [other.slice(name.length + 1, -'.snmprec'.length), read(join(dirname(file), other))])),
    });
  }

  /** A device from a description; its counters grow and its clocks run. */
  static fromModel(input: SnmpModelInput, options: RecordedOptions = {}): SnmpDevice {
    const model = snmpModelSchema.parse(input);
    const time = new DeviceTime(model.uptime, options.clock);
    // Status follows admin status, so a variable needs to see its neighbours.
    const device: SnmpDevice = new SnmpDevice(modelVariables(model, time, (oid) => device.get(oid)), { ...options, tables: [...modelTables(model), ...(options.tables ?? [])] }, time);
    return device;
  }

  /** Of SNMPv3: what the device says it is, or one made of its name. */
  get engineId(): Buffer {
    const told = this.get(engineIdOid);
    if (told?.type === 'OctetString' && told.value.length >= 5) return Buffer.from(told.value);
    const name = this.get('1.3.6.1.2.1.1.5.0')?.value ?? '';
    return Buffer.concat([Buffer.from('8000000005', 'hex'), createHash('sha256').update(Buffer.from(typeof name === 'string' || name instanceof Uint8Array ? name : '')).digest().subarray(0, 8)]);
  }

  /** The variables of a context; null when the device has none of that name. */
  table(context: string): VariableTable | null {
    return this.#contexts.get(context) ?? null;
  }

  get(oid: string): SnmpValue | null {
    return this.#read('', parseOid(oid));
  }

  /** As if the device did it by itself: a link went down. Throws when it has no such variable. */
  set(oid: string, value: SnmpValue): void {
    const table = this.#contexts.get('');
    const position = table?.find(parseOid(oid)) ?? -1;
    if (position === -1) throw new RangeError(`the device has no ${oid}`);
    table?.change(position, value);
  }

  /** All of a SET or nothing: null when it was done, else what stood against it. */
  change(context: string, varbinds: readonly SetVarbind[]): Refusal | null {
    const effects = tableEffects(this.#tables, varbinds, (oid) => this.#read(context, oid));
    const plain = varbinds.map((varbind, at) => ({ ...varbind, at })).filter(({ oid }) => !this.#tables.some(({ entry }) => isUnder(oid, entry)));
    const refusals = plain.flatMap(({ oid, value, at }) => {
      const status = this.#refuses(context, oid, value);
      return status === null ? [] : [{ status, at }];
    });
    const [refused] = [...('status' in effects ? [effects] : []), ...refusals].sort((one, other) => one.at - other.at);
    if (refused !== undefined) return refused;
    if (!('status' in effects)) for (const effect of effects) this.#perform(context, effect);
    const table = this.#contexts.get(context);
    for (const { oid, value } of plain) table?.change(table.find(oid), value);
    for (const { oid, value } of varbinds) for (const listener of this.#listeners) listener({ oid: oid.join('.'), value });
    return null;
  }

  /** What SET can change, by OID, behind its context: two of these differ in what was done to the device, and in nothing else. */
  state(): { readonly [oid: string]: string } {
    return Object.fromEntries([...this.#contexts].flatMap(([context, table]) =>
      table.held(this.#changeable).map(({ oid, value }) => [context === '' ? oid : `${context}@${oid}`, legible(value)])));
  }

  /** Calls back for each variable that a SET changed. */
  onSet(listener: (varbind: Varbind) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  get #changeable(): readonly Oid[] {
    return [...this.#writable.map(({ root }) => root), ...this.#tables.map(({ entry }) => entry)];
  }

  #base({ augments }: SnmpTable): SnmpTable | null {
    return augments === null ? null : (this.#tables.find(({ entry }) => entry.join('.') === augments.join('.')) ?? null);
  }

  #read(context: string, oid: Oid): SnmpValue | null {
    const table = this.#contexts.get(context);
    const position = table?.find(oid) ?? -1;
    return position === -1 ? null : (table?.value(position) ?? null);
  }

  /** Why SET may not change a variable of no table; null when it may. */
  #refuses(context: string, oid: Oid, value: SnmpValue): ErrorStatus | null {
    const found = this.#writable.find(({ root }) => isUnder(oid, root));
    if (found === undefined) return 'notWritable';
    return this.#read(context, oid) === null ? 'noCreation' : refusal(found.object, value);
  }

  #perform(context: string, { table, index, kind, values }: RowEffect): void {
    const present = this.#contexts.get(context);
    if (present === undefined) return;
    const augmenting = this.#tables.filter(({ augments }) => augments?.join('.') === table.entry.join('.'));
    if (kind === 'create') {
      this.#contexts.set(context, present.with([...table.row(index, values), ...augmenting.flatMap((other) => other.row(index, new Map()))], () => false));
    } else if (kind === 'destroy') {
      const gone = new Set([table, ...augmenting].flatMap((each) => [...each.columns.keys()].map((column) => each.instance(column, index).join('.'))));
      this.#contexts.set(context, present.with([], (oid) => gone.has(oid.join('.'))));
    } else for (const [column, value] of values) present.change(present.find(table.instance(column, index)), value);
  }
}

/** A text where it is one, else its bytes. */
function legible({ type, value }: SnmpValue): string {
  if (!(value instanceof Uint8Array)) return `${type} ${String(value)}`;
  const text = Buffer.from(value).toString('utf8');
  return `${type} ${/^[\t\n\r -~\u00a0-\ufffc]*$/.test(text) ? text : Buffer.from(value).toString('hex')}`;
}
