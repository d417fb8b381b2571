import ipaddr from 'ipaddr.js';
import { networkTooLarge } from './errors.ts';

const largest = 16;

/** How many addresses a sweep of the network asks; null when it is too large for one. */
export function sweptAddresses(network: string): number | null {
  try {
    return hostAddresses(network).length;
  } catch {
    return null;
  }
}

/** A network, or an address as a network of its own; null for what is neither. */
export function networkMeant(text: string): string | null {
  if (ipaddr.isValid(text)) return `${text}/${ipaddr.parse(text).kind() === 'ipv4' ? 32 : 128}`;
  return ipaddr.isValidCIDR(text) ? text : null;
}

/** Whether a network, or an address, lies within a network. */
export function isWithin(inner: string, outer: string): boolean {
  const meant = networkMeant(inner);
  if (meant === null) return false;
  const [[address, bits], [of, ofBits]] = [ipaddr.parseCIDR(meant), ipaddr.parseCIDR(outer)];
  return address.kind() === of.kind() && bits >= ofBits && address.match(of, ofBits);
}

/** The addresses of a network that can be devices: all but network and broadcast, all of them in a /31 and /32. */
export function hostAddresses(network: string): string[] {
  const [address, bits] = ipaddr.parseCIDR(network);
  if (address.kind() !== 'ipv4') {
    if (bits === 128) return [address.toString()];
    throw networkTooLarge(`${network} has more addresses than can be swept`);
  }
  if (bits < largest) throw networkTooLarge(`${network} has ${2 ** (32 - bits)} addresses`);
  const [a = 0, b = 0, c = 0, d = 0] = address.toByteArray();
  const size = 2 ** (32 - bits);
  const first = (((a << 24) | (b << 16) | (c << 8) | d) >>> 0) - ((((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % size);
  const [from, to] = bits >= 31 ? [first, first + size] : [first + 1, first + size - 1];
  return Array.from({ length: to - from }, (_, offset) => {
    const value = from + offset;
    return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
  });
}
