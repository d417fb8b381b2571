import type { SnmpValue } from '../../transports/snmp.ts';
import { BerReader, decodeInteger, encode, encodeInteger, Malformed, tags } from './ber.ts';
import { decodeOid, type Oid } from './oid.ts';
import { decodeValue } from './value.ts';
import { errorStatus, type ErrorStatus } from './writable.ts';

const operations: ReadonlyMap<number, SnmpRequest['operation']> = new Map([[0xa0, 'get'], [0xa1, 'getNext'], [0xa3, 'set'], [0xa5, 'getBulk']]);
const responseTag = 0xa2;

export interface SnmpRequest {
  readonly version: '1' | '2c';
  readonly community: string;
  readonly operation: 'get' | 'getNext' | 'set' | 'getBulk';
  readonly id: bigint;
  /** Of GETBULK; 0 for the others. */
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
  readonly varbinds: readonly { readonly oid: Oid; readonly value: SnmpValue }[];
  /** The bytes of the varbinds, for an answer that repeats them. */
  readonly echo: Buffer;
}

/** Throws `Malformed` for what no agent would answer. */
export function decodeRequest(datagram: Buffer): SnmpRequest {
  const message = new BerReader(new BerReader(datagram).expect(tags.Sequence));
  const version = decodeInteger(message.expect(tags.Integer));
  if (version !== 0n && version !== 1n) throw new Malformed(`version ${version}`);
  const community = message.expect(tags.OctetString).toString('latin1');
  const { tag, contents } = message.next();
  const operation = operations.get(tag);
  if (operation === undefined || (operation === 'getBulk' && version === 0n)) throw new Malformed(`a PDU with tag ${tag}`);
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
  const bulk = operation === 'getBulk';
  return {
    version: version === 0n ? '1' : '2c', community, operation, id,
    nonRepeaters: bulk ? Math.max(0, first) : 0, maxRepetitions: bulk ? Math.max(0, second) : 0, varbinds, echo,
  };
}

export interface SnmpResponse {
  readonly status: ErrorStatus;
  /** Position of the varbind at fault, from 1; 0 for none. */
  readonly position: number;
  readonly varbinds: readonly Uint8Array[];
}

export function encodeResponse(request: SnmpRequest, id: bigint, { status, position, varbinds }: SnmpResponse): Buffer {
  return encode(
    tags.Sequence,
    encodeInteger(tags.Integer, request.version === '1' ? 0 : 1),
    encode(tags.OctetString, Buffer.from(request.community, 'latin1')),
    encode(responseTag, encodeInteger(tags.Integer, id), encodeInteger(tags.Integer, errorStatus[status]), encodeInteger(tags.Integer, position), encode(tags.Sequence, ...varbinds)),
  );
}

/** What a message adds to its varbinds, at most: 3 headers of 4 bytes or less, version, number and errors, and the community. */
export function overhead({ community }: SnmpRequest): number {
  return 48 + community.length;
}
