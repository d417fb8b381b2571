/** Tags of RFC 1157, 2578 and 3416. */
export const tags = {
  Integer: 0x02, OctetString: 0x04, Null: 0x05, ObjectIdentifier: 0x06, Sequence: 0x30,
  IpAddress: 0x40, Counter32: 0x41, Gauge32: 0x42, TimeTicks: 0x43, Opaque: 0x44, Counter64: 0x46,
  NoSuchObject: 0x80, NoSuchInstance: 0x81, EndOfMibView: 0x82,
} as const;

/** Bytes that are not what BER asks for here. */
export class Malformed extends Error {}

export function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, { length: bytes }) => sum + bytes, 0);
  return Buffer.concat([Buffer.from([tag]), encodeLength(length), ...contents]);
}

/** An integer in the fewest octets of two's complement (X.690 8.3); unsigned types have a zero before a high bit. */
export function encodeInteger(tag: number, value: bigint | number): Buffer {
  let left = BigInt(value);
  const bytes: number[] = [];
  for (;;) {
    const byte = Number(left & 0xffn);
    bytes.unshift(byte);
    left >>= 8n;
    if ((left === 0n && byte < 0x80) || (left === -1n && byte >= 0x80)) return Buffer.from([tag, bytes.length, ...bytes]);
  }
}

export function decodeInteger(bytes: Uint8Array): bigint {
  if (bytes.length === 0 || bytes.length > 9) throw new Malformed('an integer of no sensible length');
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

/** Reads one element after the other. */
export class BerReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The tag of the next element and its contents. */
  next(): { readonly tag: number; readonly contents: Buffer } {
    const tag = this.#byte();
    let length = this.#byte();
    if (length > 0x84 || length === 0x80) throw new Malformed('a length of no sensible form');
    if (length > 0x80) {
      const octets = length & 0x7f;
      length = 0;
      for (let count = 0; count < octets; count += 1) length = length * 256 + this.#byte();
    }
    const start = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new Malformed('an element longer than its message');
    return { tag, contents: this.#bytes.subarray(start, this.#at) };
  }

  /** The contents of the next element, which must have the tag. */
  expect(tag: number): Buffer {
    const element = this.next();
    if (element.tag !== tag) throw new Malformed(`tag ${element.tag} instead of ${tag}`);
    return element.contents;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Malformed('a message cut short');
    this.#at += 1;
    return byte;
  }
}
