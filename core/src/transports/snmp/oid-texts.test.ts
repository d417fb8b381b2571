import { BerReader } from 'asn1-ber';
import fc from 'fast-check';
import { expect, test } from 'vitest';

// As the library comes; what is mended is loaded after.
const { readOID: asItComes } = BerReader.prototype;
await import('./oid-texts.ts');

/** What is read, and what is left to read. */
function read(bytes: Buffer, how: BerReader['readOID']): readonly [text: string | null, left: number] | string {
  const reader = new BerReader(bytes);
  try {
    return [how.call(reader), reader._size - reader._offset];
  } catch (error) {
    return String(error);
  }
}

test('an OID is read as the library reads it, the first time and the next, whole or not', () => {
  const octets = fc.array(fc.oneof(fc.constantFrom(0x2b, 6, 1, 0x81, 0x80, 0xff), fc.nat(255)), { maxLength: 12 });
  fc.assert(fc.property(octets, fc.constantFrom(0x06, 0x06, 0x06, 0x04), fc.integer({ min: -3, max: 3 }), fc.nat(255), (content, tag, wrong, behind) => {
    const bytes = Buffer.from([tag, Math.max(0, content.length + wrong), ...content, behind]);
    const wanted = read(bytes, asItComes);
    expect(read(bytes, BerReader.prototype.readOID)).toEqual(wanted);
    expect(read(bytes, BerReader.prototype.readOID)).toEqual(wanted);
  }), { numRuns: 2_000 });
});

test('OIDs that share a place do not take each other\'s text', () => {
  const bytes = (one: number, other: number): Buffer => Buffer.from([6, 6, 0x2b, 6, 1, one & 0x7f, other & 0x7f, (other >> 7) & 0x7f]);
  const wrong: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    for (let one = 0; one < 128; one += 1) {
      for (let other = 0; other < 128; other += 1) {
        const wanted = `1.3.6.1.${one}.${other}.0`;
        if (read(bytes(one, other), BerReader.prototype.readOID)[0] !== wanted) wrong.push(wanted);
      }
    }
  }
  expect(wrong).toEqual([]);
});
