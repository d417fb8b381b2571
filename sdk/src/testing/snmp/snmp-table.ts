import { z } from 'zod';
import type { SnmpValue } from '../../transports/snmp.ts';
import { isUnder, parseOid, type Oid } from './oid.ts';
import type { SnmpVariable } from './variable-table.ts';

const dotted = z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits');
const scalar = z.union([z.string(), z.int()]);
const content = z.union([scalar, z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array)]);

const columnSchema = z.strictObject({
  type: z.enum(['Integer', 'OctetString', 'ObjectIdentifier', 'IpAddress', 'Gauge32', 'Counter32', 'TimeTicks', 'RowStatus']),
  from: z.int().optional().meta({ description: 'Of a number, or of the length of a string.' }),
  to: z.int().optional(),
  access: z.enum(['read', 'write', 'create']).default('read').meta({ description: '`create` may be set, and must be set for a new row unless it has a default.' }),
  default: content.optional(),
  ofIndex: z.literal(true).optional().meta({ description: 'Of a new row its value is the number that the row is named by.' }),
});

/**
 * A conceptual table (RFC 2578, 7.1): rows of columns, which SET makes and takes away where a column is a RowStatus.
 *
 * @experimental
 * @since 0.1.0
 */
export const snmpTableSchema = z
  .strictObject({
    entry: dotted.meta({ description: 'Of the entry: above the columns.' }),
    index: z.array(z.enum(['integer', 'string', 'implied', 'address'])).min(1).optional().meta({ description: 'What a row is named by; `implied` is a last string without its length. Left out with `augments`.' }),
    augments: dotted.optional().meta({ description: 'The entry whose rows this table has too.' }),
    columns: z.record(z.string().regex(/^[1-9]\d*$/, 'the number of a column'), columnSchema),
    rows: z.array(z.strictObject({ index: z.array(scalar).min(1), values: z.record(z.string(), content).default({}) })).default([]),
  })
  .refine(({ index, augments }) => (index === undefined) !== (augments === undefined), 'either index or augments');

/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpTableInput = z.input<typeof snmpTableSchema>;
export type SnmpColumn = z.output<typeof columnSchema>;

/** RowStatus of RFC 2579. */
export const rowStatus = { active: 1, notInService: 2, notReady: 3, createAndGo: 4, createAndWait: 5, destroy: 6 } as const;

type Content = z.output<typeof content>;

function valueOf({ type }: SnmpColumn, value: Content): SnmpValue {
  switch (type) {
    case 'OctetString':
      return { type, value: value instanceof Uint8Array ? value : Buffer.from(String(value)) };
    case 'ObjectIdentifier':
    case 'IpAddress':
      return { type, value: String(value) };
    case 'RowStatus':
      return { type: 'Integer', value: Number(value) };
    default:
      return { type, value: Number(value) };
  }
}

/** The value of a column that nobody gave one. */
function emptyValue(column: SnmpColumn): SnmpValue {
  const nothing = column.type === 'IpAddress' ? '0.0.0.0' : column.type === 'ObjectIdentifier' ? '0.0' : column.type === 'OctetString' ? '' : (column.from ?? 0);
  return valueOf(column, column.default ?? nothing);
}

export class SnmpTable {
  readonly entry: Oid;
  readonly augments: Oid | null;
  readonly columns: ReadonlyMap<number, SnmpColumn>;
  /** Number of the RowStatus; null when rows neither come nor go. */
  readonly status: number | null;
  readonly #index: readonly ('integer' | 'string' | 'implied' | 'address')[];
  readonly #rows: readonly { readonly index: Oid; readonly values: { readonly [column: string]: Content } }[];

  constructor(input: SnmpTableInput) {
    const { entry, index = [], augments, columns, rows } = snmpTableSchema.parse(input);
    this.entry = parseOid(entry);
    this.augments = augments === undefined ? null : parseOid(augments);
    this.columns = new Map(Object.entries(columns).map(([number, each]) => [Number(number), each]));
    this.status = [...this.columns].find(([, { type }]) => type === 'RowStatus')?.[0] ?? null;
    this.#index = index;
    this.#rows = rows.map(({ index: parts, values }) => ({ index: this.encodeIndex(parts), values }));
  }

  /** The part of an instance's name that says which row. */
  encodeIndex(parts: readonly (string | number)[]): Oid {
    return parts.flatMap((part, at) => {
      const kind = this.#index[at] ?? (typeof part === 'number' ? 'integer' : 'string');
      if (kind === 'integer') return [Number(part)];
      if (kind === 'address') return String(part).split('.').map(Number);
      const octets = [...Buffer.from(String(part))];
      return kind === 'string' ? [octets.length, ...octets] : octets;
    });
  }

  /** Whether a new row may have this name. */
  takesIndex(index: Oid): boolean {
    let rest = index;
    for (const kind of this.#index) {
      const [first] = rest;
      if (first === undefined) return false;
      const length = kind === 'integer' ? 1 : kind === 'address' ? 4 : kind === 'string' ? first + 1 : rest.length;
      if (rest.length < length || (kind !== 'integer' && rest.slice(kind === 'string' ? 1 : 0, length).some((part) => part > 255))) return false;
      rest = rest.slice(length);
    }
    return rest.length === 0;
  }

  /** Column and row of an instance; null when it is not of this table. */
  locate(oid: Oid): { readonly number: number; readonly column: SnmpColumn; readonly index: Oid } | null {
    const number = oid[this.entry.length];
    const column = number === undefined ? undefined : this.columns.get(number);
    return number === undefined || column === undefined || !isUnder(oid, this.entry) ? null : { number, column, index: oid.slice(this.entry.length + 1) };
  }

  instance(column: number, index: Oid): Oid {
    return [...this.entry, column, ...index];
  }

  /** A row's variables, with those values that are given. */
  row(index: Oid, given: ReadonlyMap<number, SnmpValue>): SnmpVariable[] {
    return [...this.columns].map(([number, each]) => ({ oid: this.instance(number, index).join('.'), value: given.get(number) ?? (each.ofIndex === true ? valueOf(each, index[0] ?? 0) : emptyValue(each)) }));
  }

  /** Columns that a new row needs a value for. */
  get needed(): readonly number[] {
    return [...this.columns].filter(([, { access, type, default: preset }]) => access === 'create' && type !== 'RowStatus' && preset === undefined).map(([number]) => number);
  }

  /** What the table holds at the start; the rows of `base` for a table that augments it. */
  initial(base: SnmpTable | null): SnmpVariable[] {
    const own = new Map(this.#rows.map(({ index, values }) => [index.join('.'), values]));
    const indexes = base === null ? this.#rows.map(({ index }) => index) : base.#rows.map(({ index }) => index);
    return indexes.flatMap((index) => {
      const given = Object.entries(own.get(index.join('.')) ?? {}).flatMap(([number, value]): [number, SnmpValue][] => {
        const each = this.columns.get(Number(number));
        return each === undefined ? [] : [[Number(number), valueOf(each, value)]];
      });
      const status: [number, SnmpValue][] = this.status === null ? [] : [[this.status, { type: 'Integer', value: rowStatus.active }]];
      return this.row(index, new Map([...status, ...given]));
    });
  }
}
