import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** By what the pace of whoever comes from an address is kept: who has one IPv6 address has all that share its first 64 bits. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
