import type { SnmpValue } from '../../transports/snmp.ts';

/** Error statuses of RFC 3416, section 3. */
export const errorStatus = {
  noError: 0, tooBig: 1, noSuchName: 2, badValue: 3, readOnly: 4, genErr: 5, noAccess: 6, wrongType: 7, wrongLength: 8,
  wrongValue: 10, noCreation: 11, inconsistentValue: 12, authorizationError: 16, notWritable: 17, inconsistentName: 18,
} as const;

export type ErrorStatus = keyof typeof errorStatus;

/**
 * An object that SET may change, with what its MIB allows.
 *
 * @experimental
 * @since 0.1.0
 */
export interface WritableObject {
  /** Of the object or column, without the instance. */
  readonly oid: string;
  readonly type: SnmpValue['type'];
  /** Of an INTEGER's value or of a string's length. */
  readonly from?: number;
  readonly to?: number;
}

/** What a usual switch lets SET change: SNMPv2-MIB (RFC 3418), IF-MIB (RFC 2863), BRIDGE-MIB (RFC 4188), RSTP-MIB (RFC 4318), Q-BRIDGE-MIB (RFC 4363) and POWER-ETHERNET-MIB (RFC 3621). */
export const usualWritables: readonly WritableObject[] = [
  { oid: '1.3.6.1.2.1.1.4', type: 'OctetString', to: 255 },
  { oid: '1.3.6.1.2.1.1.5', type: 'OctetString', to: 255 },
  { oid: '1.3.6.1.2.1.1.6', type: 'OctetString', to: 255 },
  { oid: '1.3.6.1.2.1.2.2.1.7', type: 'Integer', from: 1, to: 3 },
  { oid: '1.3.6.1.2.1.31.1.1.1.14', type: 'Integer', from: 1, to: 2 },
  { oid: '1.3.6.1.2.1.31.1.1.1.18', type: 'OctetString', to: 64 },
  { oid: '1.3.6.1.2.1.17.7.1.4.3.1.1', type: 'OctetString', to: 32 },
  { oid: '1.3.6.1.2.1.17.7.1.4.3.1.2', type: 'OctetString' },
  { oid: '1.3.6.1.2.1.17.7.1.4.3.1.4', type: 'OctetString' },
  { oid: '1.3.6.1.2.1.17.2.15.1.4', type: 'Integer', from: 1, to: 2 },
  { oid: '1.3.6.1.2.1.17.2.19.1.2', type: 'Integer', from: 1, to: 2 },
  { oid: '1.3.6.1.2.1.105.1.1.1.3', type: 'Integer', from: 1, to: 2 },
  { oid: '1.3.6.1.2.1.17.7.1.4.5.1.1', type: 'Gauge32', from: 1, to: 4_094 },
];

/** Why the value cannot be set; null when it can. */
export function refusal({ type, from = 0, to = Infinity }: WritableObject, value: SnmpValue): ErrorStatus | null {
  if (value.type !== type) return 'wrongType';
  if (value.type === 'OctetString') return value.value.length < from || value.value.length > to ? 'wrongLength' : null;
  if (value.type === 'Integer' || value.type === 'Gauge32') return value.value < from || value.value > to ? 'wrongValue' : null;
  return null;
}
