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

function counter64(value: unknown): string {
  if (!Buffer.isBuffer(value)) return String(value ?? 0);
  if (value.length === 0) return '0';
  return value.length <= mostExactBytes ? String(value.readUIntBE(0, value.length)) : BigInt(`0x${value.toString('hex')}`).toString();
}

/** The wire form of a value (see `wire.ts` of the SDK). Types that RFC 3416 does not know come as Null. */
export function wireCell({ type, value }: LibraryVarbind): WireCell {
  switch (type) {
    case ObjectType.Integer:
    case ObjectType.Boolean:
      return ['Integer', Number(value)];
    case ObjectType.OctetString:
    case ObjectType.BitString:
      return ['OctetString', octets(value)];
    case ObjectType.OID:
      return ['ObjectIdentifier', value === emptyOid ? '0.0' : String(value)];
    case ObjectType.IpAddress:
      return ['IpAddress', String(value)];
    case ObjectType.Counter:
      return ['Counter32', Number(value)];
    case ObjectType.Gauge:
      return ['Gauge32', Number(value)];
    case ObjectType.TimeTicks:
      return ['TimeTicks', Number(value)];
    case ObjectType.Opaque:
      return ['Opaque', octets(value)];
    case ObjectType.Counter64:
      return ['Counter64', counter64(value)];
    case ObjectType.NoSuchObject:
      return ['NoSuchObject', null];
    case ObjectType.NoSuchInstance:
      return ['NoSuchInstance', null];
    case ObjectType.EndOfMibView:
      return ['EndOfMibView', null];
    default:
      return ['Null', null];
  }
}

export function wireVarbind(varbind: LibraryVarbind): WireVarbind {
  const [type, value] = wireCell(varbind);
  return [varbind.oid, type, value];
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

/**
 * Compares OIDs part by part, as the agent's order is. Nothing is made for it: it is done for each value of each table.
 *
 * @param from where to begin: what stands before is the same in both
 */
export function compareOids(left: string, right: string, from = 0): number {
  let [at, other] = [from, from];
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
