import type { Fictions } from './fictions.ts';

/** An SNMP engine id is made of an address often enough (RFC 3411): format 1 is IPv4, 3 is a MAC. */
export function engineAddress(fictions: Fictions, bytes: Buffer): void {
  if (bytes.length < 9 || bytes.length > 12 || ((bytes[0] ?? 0) & 0x80) === 0) return;
  if (bytes[4] === 3 && bytes.length === 11) fictions.mac(bytes.subarray(5));
  if (bytes[4] === 1 && bytes.length === 9) fictions.address(bytes.subarray(5).join('.'));
}
