import type { SnmpValue } from '../../transports/snmp.ts';
import { decodeInteger, encode, encodeInteger, Malformed, tags } from './ber.ts';
import { decodeOid, encodeOid, parseOid, type Oid } from './oid.ts';

export function encodeValue(value: SnmpValue): Buffer {
  switch (value.type) {
    case 'Integer':
    case 'Counter32':
    case 'Gauge32':
    case 'TimeTicks':
    case 'Counter64':
      return encodeInteger(tags[value.type], value.value);
    case 'OctetString':
    case 'Opaque':
      return encode(tags[value.type], value.value);
    case 'ObjectIdentifier':
      return encode(tags.ObjectIdentifier, encodeOid(parseOid(value.value)));
    case 'IpAddress':
      return encode(tags.IpAddress, Uint8Array.from(value.value.split('.').map(Number)));
    default:
      return Buffer.from([tags[value.type], 0]);
  }
}

export function decodeValue(tag: number, contents: Buffer): SnmpValue {
  switch (tag) {
    case tags.Integer:
      return { type: 'Integer', value: Number(decodeInteger(contents)) };
    case tags.Counter32:
      return { type: 'Counter32', value: Number(decodeInteger(contents)) };
    case tags.Gauge32:
      return { type: 'Gauge32', value: Number(decodeInteger(contents)) };
    case tags.TimeTicks:
      return { type: 'TimeTicks', value: Number(decodeInteger(contents)) };
    case tags.Counter64:
      return { type: 'Counter64', value: decodeInteger(contents) };
    case tags.OctetString:
      return { type: 'OctetString', value: Buffer.from(contents) };
    case tags.Opaque:
      return { type: 'Opaque', value: Buffer.from(contents) };
    case tags.ObjectIdentifier:
      return { type: 'ObjectIdentifier', value: decodeOid(contents).join('.') };
    case tags.IpAddress:
      return { type: 'IpAddress', value: contents.join('.') };
    case tags.Null:
      return { type: 'Null', value: null };
    default:
      throw new Malformed(`a value with tag ${tag}`);
  }
}

/** A varbind: name and encoded value. */
export function encodeVarbind(oid: Oid, value: Uint8Array): Buffer {
  return encode(tags.Sequence, encode(tags.ObjectIdentifier, encodeOid(oid)), value);
}
