import type { SnmpValue } from '../../transports/snmp.ts';
import { BerReader, decodeInteger, encode, encodeInteger, Malformed, tags } from './ber.ts';
import { decodeOid, type Oid } from './oid.ts';
import { decodeValue } from './value.ts';
import { errorStatus, type ErrorStatus } from './writable.ts';

/** Tags of the PDUs of RFC 3416, and of SNMPv1's trap (RFC 1157). */
export const pduTags = { get: 0xa0, getNext: 0xa1, response: 0xa2, set: 0xa3, trapV1: 0xa4, getBulk: 0xa5, inform: 0xa6, trap: 0xa7, report: 0xa8 } as const;

const operations: ReadonlyMap<number, SnmpOperation> = new Map([[pduTags.get, 'get'], [pduTags.getNext, 'getNext'], [pduTags.set, 'set'], [pduTags.getBulk, 'getBulk']]);

export type SnmpOperation = 'get' | 'getNext' | 'set' | 'getBulk';

export interface SnmpRequest {
  readonly version: '1' | '2c' | '3';
  readonly operation: SnmpOperation;
  readonly id: bigint;
  /** Of GETBULK; 0 for the others. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly varbinds: readonly { readonly oid: Oid; readonly value: SnmpValue }[];
  /** The bytes of the varbinds, for an answer that repeats them. */
  readonly echo: Buffer;
  /** What the message around them adds to an answer's varbinds, at most. */
  readonly overheadBytes: number;
}

/** Any PDU but SNMPv1's trap. */
export interface Pdu {
  readonly tag: number;
  readonly id: bigint;
  /** Error status, or non-repeaters. */
  readonly first: number;
  /** Error index, or maximum of repetitions. */
  readonly second: number;
  readonly varbinds: SnmpRequest['varbinds'];
  readonly echo: Buffer;
}

export function decodePdu(reader: BerReader): Pdu {
  const { tag, contents } = reader.next();
  const pdu = new BerReader(contents);
  const id = decodeInteger(pdu.expect(tags.Integer));
  const [first, second] = [Number(decodeInteger(pdu.expect(tags.Integer))), Number(decodeInteger(pdu.expect(tags.Integer)))];
  const echo = pdu.expect(tags.Sequence);
  const list = new BerReader(echo);
  const varbinds = [];
  while (!list.done) {
    const varbind = new BerReader(list.expect(tags.Sequence));
    const oid = decodeOid(varbind.expect(tags.ObjectIdentifier));
    const value = varbind.next();
    varbinds.push({ oid, value: decodeValue(value.tag, value.contents) });
  }
  return { tag, id, first, second, varbinds, echo };
}

/** What is asked of an agent. Throws `Malformed` for a PDU that no agent would answer. */
export function requestOf({ tag, id, first, second, varbinds, echo }: Pdu, version: SnmpRequest['version'], overheadBytes: number): SnmpRequest {
  const operation = operations.get(tag);
  if (operation === undefined || (operation === 'getBulk' && version === '1')) throw new Malformed(`a PDU with tag ${tag}`);
  const bulk = operation === 'getBulk';
  return { version, operation, id, nonRepeaters: bulk ? Math.max(0, first) : 0, maxRepetitions: bulk ? Math.max(0, second) : 0, varbinds, echo, overheadBytes };
}

export interface SnmpResponse {
  readonly status: ErrorStatus;
  /** Position of the varbind at fault, from 1; 0 for none. */
  readonly position: number;
  readonly varbinds: readonly Uint8Array[];
}

export function encodePdu(tag: number, id: bigint | number, varbinds: readonly Uint8Array[], status: ErrorStatus = 'noError', position = 0): Buffer {
  return encode(tag, encodeInteger(tags.Integer, id), encodeInteger(tags.Integer, errorStatus[status]), encodeInteger(tags.Integer, position), encode(tags.Sequence, ...varbinds));
}
