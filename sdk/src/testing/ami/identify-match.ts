import { isIP } from 'node:net';

/** `ffff:ffff::` of 32 bits: whole groups, and the part of one. */
function ipv6Mask(bits: number): string {
  const groups = Array.from({ length: 8 }, (_, at) => (0xffff0000 >> Math.min(16, Math.max(0, bits - at * 16))) & 0xffff);
  const text = groups.map((group) => group.toString(16)).join(':');
  return text.replace(/(?::0)+$/, '::').replace(/^0::$/, '::');
}

function ipv4Mask(bits: number): string {
  return [0, 8, 16, 24].map((from) => (0xff00 >> Math.min(8, Math.max(0, bits - from))) & 0xff).join('.');
}

/** `match` of an identify as the manager shows it: each address with its mask, never with the length of a prefix (ast_ha_join of acl.c). */
export function shownMatch(match: string): string {
  return match.split(',').map((part) => {
    const [address = '', length] = part.trim().split('/');
    const family = isIP(address);
    if (family === 0 || (length !== undefined && !/^\d+$/.test(length))) return part;
    const bits = Number(length ?? (family === 4 ? 32 : 128));
    return `${address}/${family === 4 ? ipv4Mask(bits) : ipv6Mask(bits)}`;
  }).join(',');
}
