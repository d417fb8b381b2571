// PortList of Q-BRIDGE-MIB (RFC 4363): one bit a port, the first port in the highest bit of the first octet.

const place = (port: number): readonly [octet: number, bit: number] => [Math.floor((port - 1) / 8), 0x80 >> ((port - 1) % 8)];

export function hasPort(list: Uint8Array, port: number): boolean {
  const [octet, bit] = place(port);
  return ((list[octet] ?? 0) & bit) !== 0;
}

/** A list with a port in it or not, as long as the agent's own: some refuse another length. It grows only for a port beyond its end. */
export function withPort(list: Uint8Array, port: number, isIn: boolean): Uint8Array {
  const [octet, bit] = place(port);
  const changed = new Uint8Array(Math.max(list.length, isIn ? octet + 1 : 0));
  changed.set(list);
  if (octet < changed.length) changed[octet] = isIn ? (changed[octet] ?? 0) | bit : (changed[octet] ?? 0) & ~bit;
  return changed;
}
