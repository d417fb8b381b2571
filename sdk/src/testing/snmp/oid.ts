/** The parts of an OID, each below 2^32. */
export type Oid = readonly number[];

export function parseOid(dotted: string): Oid {
  const parts = dotted.split('.').map(Number);
  if (parts.length < 2 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 0xffff_ffff)) throw new RangeError(`${dotted} is not an OID`);
  return parts;
}

export function isUnder(oid: Oid, root: Oid): boolean {
  return oid.length > root.length && root.every((part, at) => oid[at] === part);
}

/** The contents of a BER OBJECT IDENTIFIER (X.690 8.19). */
export function encodeOid(oid: Oid): Buffer {
  const [first = 0, second = 0, ...rest] = oid;
  const bytes: number[] = [];
  for (const part of [first * 40 + second, ...rest]) {
    for (let shift = Math.floor(Math.log2(part || 1) / 7); shift > 0; shift -= 1) bytes.push((Math.floor(part / 2 ** (7 * shift)) & 0x7f) | 0x80);
    bytes.push(part & 0x7f);
  }
  return Buffer.from(bytes);
}

export function decodeOid(bytes: Uint8Array): Oid {
  const parts: number[] = [];
  let part = 0;
  for (const byte of bytes) {
    part = part * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (parts.length === 0) {
      const first = Math.min(2, Math.floor(part / 40));
      parts.push(first, part - first * 40);
    } else parts.push(part);
    part = 0;
  }
  return parts;
}
