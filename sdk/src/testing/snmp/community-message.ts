import { BerReader, decodeInteger, encode, encodeInteger, Malformed, tags } from './ber.ts';
import { decodePdu, requestOf, type Pdu, type SnmpRequest } from './pdu.ts';

export interface CommunityRequest {
  readonly community: string;
  readonly request: SnmpRequest;
}

/** The version that a message of any kind claims. Throws `Malformed` for what is no message. */
export function versionOf(datagram: Buffer): '1' | '2c' | '3' {
  const version = decodeInteger(new BerReader(new BerReader(datagram).expect(tags.Sequence)).expect(tags.Integer));
  if (version === 0n) return '1';
  if (version === 1n) return '2c';
  if (version === 3n) return '3';
  throw new Malformed(`version ${version}`);
}

export function decodeCommunityMessage(datagram: Buffer): { readonly community: string; readonly pdu: Pdu } {
  const message = new BerReader(new BerReader(datagram).expect(tags.Sequence));
  message.expect(tags.Integer);
  return { community: message.expect(tags.OctetString).toString('latin1'), pdu: decodePdu(message) };
}

/** Throws `Malformed` for what no agent would answer. */
export function decodeRequest(datagram: Buffer, version: '1' | '2c'): CommunityRequest {
  const { community, pdu } = decodeCommunityMessage(datagram);
  // Three headers of 4 bytes or less, version, number and errors, and the community.
  return { community, request: requestOf(pdu, version, 48 + community.length) };
}

export function encodeCommunityMessage(version: '1' | '2c', community: string, pdu: Uint8Array): Buffer {
  return encode(tags.Sequence, encodeInteger(tags.Integer, version === '1' ? 0 : 1), encode(tags.OctetString, Buffer.from(community, 'latin1')), pdu);
}
