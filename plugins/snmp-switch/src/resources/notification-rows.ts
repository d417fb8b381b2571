import { snmpDotted, snmpNumber, snmpText, type SettableVarbind, type SnmpReader, type SnmpValue, type SnmpWriter } from '@jackfield/sdk';
import { rowStatus, targets } from '../mib.ts';

/** A cell as it is planned: numbers, text, an OID, or octets in hexadecimal. */
type Kind = 'number' | 'text' | 'oid' | 'octets';

interface Table {
  readonly entry: string;
  readonly columns: { readonly [name: string]: readonly [number: number, kind: Kind] };
  readonly status: number;
}

/** The tables of SNMP-TARGET-MIB and SNMP-NOTIFICATION-MIB (RFC 3413) that say who is sent what; each is indexed by an IMPLIED name. */
export const notificationTables = {
  params: { entry: targets.params, columns: { model: [2, 'number'], securityModel: [3, 'number'], securityName: [4, 'text'], securityLevel: [5, 'number'], storage: [6, 'number'] }, status: 7 },
  address: {
    entry: targets.address,
    columns: { domain: [2, 'oid'], address: [3, 'octets'], timeout: [4, 'number'], retries: [5, 'number'], tags: [6, 'text'], params: [7, 'text'], storage: [8, 'number'] },
    status: 9,
  },
  notify: { entry: targets.notify, columns: { tag: [2, 'text'], type: [3, 'number'], storage: [4, 'number'] }, status: 5 },
} as const satisfies { readonly [table: string]: Table };

export type Row = { readonly [column: string]: string | number };

export const indexOfName = (name: string): string => [...Buffer.from(name)].join('.');

function cellOf(kind: Kind, value: SnmpValue | undefined): string | number | null {
  if (kind === 'number') return snmpNumber(value);
  if (kind === 'oid') return snmpDotted(value);
  if (kind === 'text') return snmpText(value);
  return value?.type === 'OctetString' ? Buffer.from(value.value).toString('hex') : null;
}

function valueOf(kind: Kind, cell: string | number): SettableVarbind['value'] {
  if (kind === 'oid') return { type: 'ObjectIdentifier', value: String(cell) };
  if (kind === 'number') return { type: 'Integer', value: Number(cell) };
  return { type: 'OctetString', value: Buffer.from(String(cell), kind === 'text' ? 'utf8' : 'hex') };
}

/** Null for a row that is not there. */
export async function readRow(snmp: SnmpReader, { entry, columns, status }: Table, name: string): Promise<Row | null> {
  const index = indexOfName(name);
  const named = Object.entries(columns);
  const answers = await snmp.get([...named.map(([, [number]]) => `${entry}.${number}.${index}`), `${entry}.${status}.${index}`]);
  if (snmpNumber(answers.at(-1)?.value) === null) return null;
  return Object.fromEntries(named.flatMap(([column, [, kind]], at) => {
    const cell = cellOf(kind, answers[at]?.value);
    return cell === null ? [] : [[column, cell] as const];
  }));
}

export function isSameRow(one: Row | null, other: Row | null): boolean {
  return one === null || other === null ? one === other : isSame(one, other);
}

/** The object that makes a row and takes it away. */
export const statusOf = ({ entry, status }: Table, name: string): string => `${entry}.${status}.${indexOfName(name)}`;

const isSame = (one: Row, other: Row): boolean => [...new Set([...Object.keys(one), ...Object.keys(other)])].every((column) => one[column] === other[column]);

/** Makes a row so. One that differs is made anew: agents refuse to change some columns of a row in use. */
export async function writeRow(snmp: SnmpWriter, table: Table, name: string, wanted: Row | null): Promise<void> {
  const now = await readRow(snmp, table, name);
  if (isSameRow(now, wanted)) return;
  const status = (value: number): SettableVarbind => ({ oid: statusOf(table, name), value: { type: 'Integer', value } });
  if (now !== null) await snmp.set([status(rowStatus.destroy)]);
  if (wanted === null) return;
  const cells = Object.entries(table.columns).flatMap(([column, [number, kind]]): SettableVarbind[] => {
    const cell = wanted[column];
    return cell === undefined ? [] : [{ oid: `${table.entry}.${number}.${indexOfName(name)}`, value: valueOf(kind, cell) }];
  });
  await snmp.set([status(rowStatus.createAndGo), ...cells]);
}
