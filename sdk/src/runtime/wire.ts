import type { SnmpTrap, SnmpValue, Varbind } from '../transports/snmp.ts';

/**
 * The wire form of transport results, JSON all of it. Transport threads write it, the host hands it on unparsed, the
 * plugin's process reads it.
 *
 * snmp varbinds `[[oid, type, value], …]` · snmp.table by columns (`wire-table.ts`) · snmp.traps objects with varbinds as
 * above · octets as Latin-1 text, Counter64 as a number where a double holds it, else as decimal text · file contents and
 * TCP bytes as base64 · all else as the SDK's interfaces say.
 *
 * @internal
 * @since 0.1.0
 */
export type WireCell = readonly [type: SnmpValue['type'], value: string | number | null];
/**
 * A varbind: OID, type, value.
 *
 * @internal
 * @since 0.1.0
 */
export type WireVarbind = readonly [oid: string, type: SnmpValue['type'], value: string | number | null];
/**
 * A trap or inform: as `SnmpTrap`, its varbinds in their wire form.
 *
 * @internal
 * @since 0.1.0
 */
export type WireTrap = Omit<SnmpTrap, 'varbinds'> & { readonly varbinds: readonly WireVarbind[] };

/**
 * The wire form of a value of SNMP.
 *
 * @internal
 * @since 0.1.0
 */
export function encodeSnmpValue(value: SnmpValue): WireCell {
  switch (value.type) {
    case 'Counter64':
      return [value.type, value.value.toString()];
    case 'OctetString':
    case 'Opaque':
      return [value.type, Buffer.from(value.value.buffer, value.value.byteOffset, value.value.byteLength).toString('latin1')];
    default:
      return [value.type, value.value];
  }
}

/**
 * A value of SNMP from its wire form.
 *
 * @internal
 * @since 0.1.0
 */
export function decodeSnmpValue(type: SnmpValue['type'], value: string | number | null): SnmpValue {
  switch (type) {
    case 'Integer':
    case 'Counter32':
    case 'Gauge32':
    case 'TimeTicks':
      return { type, value: Number(value) };
    case 'Counter64':
      return { type, value: BigInt(value ?? 0) };
    case 'OctetString':
    case 'Opaque':
      return { type, value: Buffer.from(String(value), 'latin1') };
    case 'ObjectIdentifier':
    case 'IpAddress':
      return { type, value: String(value) };
    default:
      return { type, value: null };
  }
}

/**
 * The wire form of a varbind.
 *
 * @internal
 * @since 0.1.0
 */
export function encodeVarbind(varbind: Varbind): WireVarbind {
  return [varbind.oid, ...encodeSnmpValue(varbind.value)];
}

/**
 * Varbinds from their wire form.
 *
 * @internal
 * @since 0.1.0
 */
export function decodeVarbinds(wire: readonly WireVarbind[]): Varbind[] {
  return wire.map(([oid, type, value]) => ({ oid, value: decodeSnmpValue(type, value) }));
}
