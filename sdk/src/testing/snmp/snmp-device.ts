import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SnmpValue, Varbind } from '../../transports/snmp.ts';
import { isUnder, parseOid, type Oid } from './oid.ts';
import { parseRecording } from './recording.ts';
import { modelVariables } from './model-variables.ts';
import { snmpModelSchema, type SnmpModelInput } from './snmp-model.ts';
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
}

/**
 * What an agent has to tell, and what SET did to it.
 *
 * @experimental
 * @since 0.1.0
 */
export class SnmpDevice {
  readonly #tables = new Map<string, VariableTable>();
  readonly #writable: readonly { readonly root: Oid; readonly object: WritableObject }[];
  readonly #listeners = new Set<(varbind: Varbind) => void>();

  constructor(variables: Iterable<SnmpVariable>, { contexts = new Map(), writable = usualWritables }: SnmpDeviceOptions = {}) {
    this.#tables.set('', new VariableTable(variables));
    for (const [name, own] of contexts) this.#tables.set(name, new VariableTable(own));
    this.#writable = writable.map((object) => ({ root: parseOid(object.oid), object }));
  }

  /** A device from a recording; `NAME@CONTEXT.snmprec` beside `NAME.snmprec` holds what it answers in that context. */
  static fromRecording(file: string, options: Omit<SnmpDeviceOptions, 'contexts'> = {}): SnmpDevice {
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
  static fromModel(input: SnmpModelInput, options: Omit<SnmpDeviceOptions, 'contexts'> = {}): SnmpDevice {
    const model = snmpModelSchema.parse(input);
    // Status follows admin status, so a variable needs to see its neighbours.
    const device: SnmpDevice = new SnmpDevice(modelVariables(model, (oid) => device.get(oid)), options);
    return device;
  }

  /** The variables of a context; null when the device has none of that name. */
  table(context: string): VariableTable | null {
    return this.#tables.get(context) ?? null;
  }

  get(oid: string): SnmpValue | null {
    const table = this.#tables.get('');
    const position = table?.find(parseOid(oid)) ?? -1;
    return position === -1 ? null : (table?.value(position) ?? null);
  }

  /** As if the device did it by itself: a link went down. Throws when it has no such variable. */
  set(oid: string, value: SnmpValue): void {
    const table = this.#tables.get('');
    const position = table?.find(parseOid(oid)) ?? -1;
    if (position === -1) throw new RangeError(`the device has no ${oid}`);
    table?.change(position, value);
  }

  /** Why SET may not do this; null when it may. */
  refuses(table: VariableTable, oid: Oid, value: SnmpValue): ErrorStatus | null {
    const found = this.#writable.find(({ root }) => isUnder(oid, root));
    if (found === undefined) return 'notWritable';
    if (table.find(oid) === -1) return 'noCreation';
    return refusal(found.object, value);
  }

  /** What a SET that was not refused does. */
  write(table: VariableTable, oid: Oid, value: SnmpValue): void {
    table.change(table.find(oid), value);
    for (const listener of this.#listeners) listener({ oid: oid.join('.'), value });
  }

  /** Calls back for each variable that a SET changed. */
  onSet(listener: (varbind: Varbind) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
