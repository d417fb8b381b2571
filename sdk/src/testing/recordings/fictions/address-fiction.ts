import { isIPv4 } from 'node:net';

/** The networks of RFC 5737, then that of RFC 2544 for those who have more. */
export function ipv4Fiction(number: number): string {
  const host = (number - 1) % 254;
  const network = ['192.0.2', '198.51.100', '203.0.113'][Math.floor((number - 1) / 254)];
  if (network !== undefined) return `${network}.${host + 1}`;
  const more = number - 1 - 3 * 254;
  return `198.${18 + ((more >> 16) & 1)}.${(more >> 8) & 255}.${more & 255}`;
}

/** RFC 3849. */
export function ipv6Fiction(number: number): string {
  return `2001:db8::${number.toString(16)}`;
}

/** RFC 7042's addresses for documentation, then locally administered ones. */
export function macFiction(number: number): Buffer {
  return number < 256 ? Buffer.from([0x00, 0x00, 0x5e, 0x00, 0x53, number]) : Buffer.from([0x02, 0x00, 0x5e, (number >> 16) & 255, (number >> 8) & 255, number & 255]);
}

/** Addresses that are the same everywhere, masks, and fictions already. */
export function isCommonIpv4(address: string): boolean {
  const parts = address.split('.').map(Number);
  const [first = 0, second = 0, third = 0] = parts;
  const isMask = /^1*0*$/.test(parts.map((part) => part.toString(2).padStart(8, '0')).join(''));
  const isFiction = (first === 192 && second === 0 && third === 2) || (first === 198 && second === 51 && third === 100) || (first === 203 && second === 0 && third === 113);
  // Versions of software look like addresses: few of them begin as those of a network do.
  return !isIPv4(address) || isMask || isFiction || first === 0 || first === 127 || first >= 224;
}

export const ipv4InText = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
export const macInText = /(?<![0-9A-Fa-f:.-])(?:[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![0-9A-Fa-f:.-]\w)/g;
export const ipv6InText = /(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){0,6}(?::)?(?![\w:])|(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:)+(?::[0-9A-Fa-f]{1,4}){1,6}(?![\w:])/g;

/** The six octets of a MAC as it is written in texts. */
export function macOctets(written: string): Buffer {
  if (written.includes(':')) return Buffer.from(written.split(':').map((part) => Number.parseInt(part, 16)));
  return Buffer.from(written.replaceAll(/[-.]/g, ''), 'hex');
}

/** Written as the other was: colons, hyphens or dots, capitals or not. */
export function writtenLike(octets: Buffer, written: string): string {
  const pairs = octets.toString('hex').match(/../g) ?? [];
  const text = written.includes('-') ? pairs.join('-') : written.includes('.') ? (octets.toString('hex').match(/..../g) ?? []).join('.') : pairs.join(':');
  return /[A-F]/.test(written) ? text.toUpperCase() : text;
}
