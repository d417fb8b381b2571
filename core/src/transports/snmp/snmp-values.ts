import type { WireCell, WireVarbind } from '@jackfield/sdk/runtime';
import { ObjectType, type Varbind } from 'net-snmp';

/** A varbind as the library gives it; `value` is whatever its type decodes to. */
export interface LibraryVarbind {
  readonly oid: string;
  readonly type?: number | undefined;
  readonly value?: unknown;
}

/** What the library makes of an OID of no octets, which agents send for 0.0. */
const emptyOid = '0.NaN';
/** Octets of a Counter64, with one that says that it is positive. */
const mostCounterOctets = 9;

/** Whether a varbind has a name, and a value where its type has one: the library reads on where they are cut short. */
export function isWhole({ oid, type, value }: LibraryVarbind): boolean {
  if (oid === emptyOid) return false;
  if (type === ObjectType.OctetString || type === ObjectType.Opaque) return Buffer.isBuffer(value);
  return type !== ObjectType.Counter64 || (Buffer.isBuffer(value) && value.length <= mostCounterOctets);
}

function octets(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value ?? '');
}

/** Bytes of a whole number that a double holds exactly. */
const mostExactBytes = 6;

/** As a number where a double holds it: in JSON that is the shortest. */
function counter64(value: unknown): string | number {
  if (!Buffer.isBuffer(value)) return String(value ?? 0);
  if (value.length === 0) return 0;
  return value.length <= mostExactBytes ? value.readUIntBE(0, value.length) : BigInt(`0x${value.toString('hex')}`).toString();
}

/** The name of a type in the wire form (see `wire.ts` of the SDK). Types that RFC 3416 does not know come as Null. */
export function wireType(type: LibraryVarbind['type']): WireCell[0] {
  switch (type) {
    case ObjectType.Integer:
    case ObjectType.Boolean:
      return 'Integer';
    case ObjectType.OctetString:
    case ObjectType.BitString:
      return 'OctetString';
    case ObjectType.OID:
      return 'ObjectIdentifier';
    case ObjectType.IpAddress:
      return 'IpAddress';
    case ObjectType.Counter:
      return 'Counter32';
    case ObjectType.Gauge:
      return 'Gauge32';
    case ObjectType.TimeTicks:
      return 'TimeTicks';
    case ObjectType.Opaque:
      return 'Opaque';
    case ObjectType.Counter64:
      return 'Counter64';
    case ObjectType.NoSuchObject:
      return 'NoSuchObject';
    case ObjectType.NoSuchInstance:
      return 'NoSuchInstance';
    case ObjectType.EndOfMibView:
      return 'EndOfMibView';
    default:
      return 'Null';
  }
}

/** A value in the wire form. */
export function wireValue(type: LibraryVarbind['type'], value: unknown): WireCell[1] {
  switch (type) {
    case ObjectType.Integer:
    case ObjectType.Boolean:
    case ObjectType.Counter:
    case ObjectType.Gauge:
    case ObjectType.TimeTicks:
      return Number(value);
    case ObjectType.OctetString:
    case ObjectType.BitString:
    case ObjectType.Opaque:
      return octets(value);
    case ObjectType.OID:
      return value === emptyOid ? '0.0' : String(value);
    case ObjectType.IpAddress:
      return String(value);
    case ObjectType.Counter64:
      return counter64(value);
    default:
      return null;
  }
}

export function wireVarbind({ oid, type, value }: LibraryVarbind): WireVarbind {
  return [oid, wireType(type), wireValue(type, value)];
}

const settableTypes = {
  Integer: ObjectType.Integer,
  Gauge32: ObjectType.Gauge,
  TimeTicks: ObjectType.TimeTicks,
  OctetString: ObjectType.OctetString,
  ObjectIdentifier: ObjectType.OID,
  IpAddress: ObjectType.IpAddress,
} as const;

/** A varbind to SET, from its wire form. */
export function libraryVarbind([oid, type, value]: readonly [string, keyof typeof settableTypes, number | string]): Varbind {
  return { oid, type: settableTypes[type], value: type === 'OctetString' ? Buffer.from(String(value), 'latin1') : value };
}

const dot = 46;
const zero = 48;

/** Compares OIDs, or indexes, part by part, as the agent's order is. Nothing is made for it: it is done for each value of each table. */
export function compareOids(left: string, right: string): number {
  let [at, other] = [0, 0];
  for (;;) {
    let [a, b] = [0, 0];
    for (; at < left.length && left.charCodeAt(at) !== dot; at += 1) a = a * 10 + left.charCodeAt(at) - zero;
    for (; other < right.length && right.charCodeAt(other) !== dot; other += 1) b = b * 10 + right.charCodeAt(other) - zero;
    if (a !== b) return a - b;
    const [leftEnds, rightEnds] = [at >= left.length, other >= right.length];
    if (leftEnds || rightEnds) return Number(rightEnds) - Number(leftEnds);
    at += 1;
    other += 1;
  }
}
