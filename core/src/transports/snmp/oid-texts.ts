import { BerReader } from 'asn1-ber';

const oidTag = 0x06;
/** OIDs whose text is remembered; two that share a place take it from each other. */
const places = 8_192;
// FNV-1a: no secret hangs on it, and it costs a multiplication an octet.
const [offsetBasis, prime] = [0x811c9dc5, 0x01000193];

interface Known {
  readonly octets: Uint8Array;
  readonly text: string | null;
}

const known: (Known | undefined)[] = Array.from({ length: places });

function placeOf(bytes: Buffer, from: number, to: number): number {
  let hash = offsetBasis;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), prime);
  return (hash ^ (hash >>> 15)) & (places - 1);
}

function isAt({ octets }: Known, bytes: Buffer, from: number, to: number): boolean {
  if (octets.length !== to - from) return false;
  for (let at = 0; at < octets.length; at += 1) if (octets[at] !== bytes[from + at]) return false;
  return true;
}

const readOid = BerReader.prototype.readOID;

/**
 * All switches name the same few hundred objects again and again, and to write an OID as text is most of what it costs the
 * library to read an answer: the text of one that was seen before is taken from where it was kept. Whatever is not whole
 * and usual the library reads by itself.
 */
BerReader.prototype.readOID = function readKnownOid(this: BerReader, tag = oidTag) {
  const from = tag === oidTag && this.peek() === oidTag ? this.readLength(this._offset + 1) : null;
  const to = from === null ? 0 : from + this.length;
  if (from === null || to === from || to > this._size) return readOid.call(this, tag);
  const place = placeOf(this._buf, from, to);
  const found = known[place];
  if (found !== undefined && isAt(found, this._buf, from, to)) {
    this._offset = to;
    return found.text;
  }
  const text = readOid.call(this, tag);
  known[place] = { octets: Uint8Array.from(this._buf.subarray(from, to)), text };
  return text;
};
