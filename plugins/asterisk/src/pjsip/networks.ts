import { isIP } from 'node:net';

/** The octets of an address; null for what is none. */
function octetsOf(address: string): readonly number[] | null {
  if (isIP(address) === 4) return address.split('.').map(Number);
  if (isIP(address) !== 6) return null;
  // The runtime's own form has groups in hex, and one gap at most.
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string | undefined): readonly number[] => (text === undefined || text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail)];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last].flatMap((group) => [group >> 8, group & 0xff]);
}

function textOf(octets: readonly number[]): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from({ length: 8 }, (_, at) => (((octets[2 * at] ?? 0) << 8) | (octets[2 * at + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** The length of a prefix, from digits or from a mask; null for a mask with gaps. */
function prefixOf(text: string, octets: number): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= octets * 8 ? Number(text) : null;
  const mask = octetsOf(text);
  if (mask === null || mask.length !== octets) return null;
  const bits = mask.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null;
}

/**
 * An address or a network in the one form that people write: `192.0.2.1`, `198.51.100.0/24`. Asterisk shows networks with their
 * mask and without the bits beyond it (ast_ha_join of acl.c); what is neither stays as it is.
 */
export function networkText(text: string): string {
  const [address = '', prefix] = text.replace(/^\[(.*)\]/, '$1').split('/');
  const octets = octetsOf(address);
  const length = octets === null ? null : prefix === undefined ? octets.length * 8 : prefixOf(prefix, octets.length);
  if (octets === null || length === null) return text;
  const kept = octets.map((octet, at) => octet & (0xff00 >> Math.min(8, Math.max(0, length - at * 8))) & 0xff);
  return length === octets.length * 8 ? textOf(kept) : `${textOf(kept)}/${length}`;
}
