import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A CIDR block as the range of addresses it holds. */
export interface Network {
  readonly text: string;
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

function asNumber(address: string): { family: 4 | 6; value: bigint } | null {
  if (!isIPv4(address) && (!isIPv6(address) || address.includes('%'))) return null;
  // An IPv4 address written as IPv6 (RFC 4291 2.5.5.2) is the IPv4 address.
  const parsed = ipaddr.process(address);
  const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: parsed.kind() === 'ipv4' ? 4 : 6, value };
}

/** The network, or in words why the text is none. */
export function parseNetwork(text: string): Network | string {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const start = asNumber(address);
  if (start === null || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return `"${text}" is not an address and a prefix length`;
  const bits = start.family === 4 ? 32 : 128;
  if (Number(prefix) > bits) return `"${text}": a prefix length is at most ${bits}`;
  const size = 1n << BigInt(bits - Number(prefix));
  if (start.value % size !== 0n) return `"${text}" is an address inside a network, not the network's first address`;
  return { text, family: start.family, first: start.value, last: start.value + size - 1n };
}

interface Owned<Owner> {
  readonly network: Network;
  readonly owner: Owner;
}

/** Networks with their owners, found by address in logarithmic time. */
export class NetworkTable<Owner> {
  readonly #rows: readonly Owned<Owner>[];

  constructor(rows: readonly Owned<Owner>[]) {
    const order = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));
    this.#rows = rows.toSorted((a, b) => a.network.family - b.network.family || order(a.network.first, b.network.first) || order(b.network.last, a.network.last));
  }

  /** Each network that begins inside another, with one it lies in. */
  overlaps(): readonly (readonly [Owned<Owner>, Owned<Owner>])[] {
    const found: (readonly [Owned<Owner>, Owned<Owner>])[] = [];
    let widest: Owned<Owner> | null = null;
    for (const row of this.#rows) {
      if (widest !== null && widest.network.family === row.network.family && row.network.first <= widest.network.last) found.push([widest, row]);
      if (widest === null || widest.network.family !== row.network.family || row.network.last > widest.network.last) widest = row;
    }
    return found;
  }

  /** The owner of the network that holds the address; null for none and for what is no address. */
  find(address: string): Owner | null {
    const wanted = asNumber(address);
    if (wanted === null) return null;
    let low = 0;
    let high = this.#rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle];
      if (row === undefined) return null;
      const { family, first, last } = row.network;
      if (family < wanted.family || (family === wanted.family && last < wanted.value)) low = middle + 1;
      else if (family > wanted.family || first > wanted.value) high = middle - 1;
      else return row.owner;
    }
    return null;
  }
}
