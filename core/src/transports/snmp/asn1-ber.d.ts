/** What net-snmp reads every message with; its types are of nobody else. */
declare module 'asn1-ber' {
  export class BerReader {
    constructor(bytes: Buffer);
    readonly _buf: Buffer;
    readonly _size: number;
    /** Where it reads next. */
    _offset: number;
    /** Octets of the content whose length was read last. */
    readonly length: number;
    peek(): number | null;
    /** Where the content begins; null where the bytes end before. */
    readLength(at: number): number | null;
    readOID(tag?: number): string | null;
  }
}
