import type { WireCell, WireVarbind } from '@jackfield/sdk/runtime';
import { ObjectType, type Varbind } from 'net-snmp';

/** A varbind as the library gives it; `value` is whatever its type decodes to. */
export interface LibraryVarbind {
  readonly oid: string;
  readonly type?: number | undefined;
  readonly value?: unknown;
}

function octets(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value ?? '');
}

function counter64(value: unknown): string {
  if (!Buffer.isBuffer(value)) return String(value ?? 0);
  return value.length === 0 ? '0' : BigInt(`0x${value.toString('hex')}`).toString();
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
      return ['ObjectIdentifier', String(value)];
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

/** Compares OIDs part by part, as the agent's order is. */
export function compareOids(left: string, right: string): number {
  const [a, b] = [left.split('.'), right.split('.')];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = Number(a[at]) - Number(b[at]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
