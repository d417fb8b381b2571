/** Packet types of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02). */
export const request = {
  INIT: 1, OPEN: 3, CLOSE: 4, READ: 5, WRITE: 6, LSTAT: 7, FSTAT: 8, SETSTAT: 9, FSETSTAT: 10, OPENDIR: 11, READDIR: 12, REMOVE: 13, MKDIR: 14, RMDIR: 15,
  REALPATH: 16, STAT: 17, RENAME: 18, EXTENDED: 200,
} as const;

export const response = { VERSION: 2, STATUS: 101, HANDLE: 102, DATA: 103, NAME: 104, ATTRS: 105 } as const;

export const status = { OK: 0, EOF: 1, NO_SUCH_FILE: 2, PERMISSION_DENIED: 3, FAILURE: 4, BAD_MESSAGE: 5, OP_UNSUPPORTED: 8 } as const;

/** Flags of OPEN. */
export const open = { READ: 1, WRITE: 2, APPEND: 4, CREATE: 8, TRUNCATE: 16, EXCLUSIVE: 32 } as const;

const attribute = { SIZE: 1, OWNER: 2, PERMISSIONS: 4, TIMES: 8 } as const;

export interface Attributes {
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly permissions?: number;
  readonly modified?: number;
}

/** Reads the fields of one packet in their order. Throws `RangeError` when it is too short. */
export class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    this.#at += 1;
    return this.#bytes.readUInt8(this.#at - 1);
  }

  number(): number {
    this.#at += 4;
    return this.#bytes.readUInt32BE(this.#at - 4);
  }

  long(): number {
    this.#at += 8;
    return Number(this.#bytes.readBigUInt64BE(this.#at - 8));
  }

  data(): Buffer {
    const length = this.number();
    if (this.#at + length > this.#bytes.length) throw new RangeError('a field longer than its packet');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return this.data().toString('utf8');
  }

  attributes(): Attributes {
    const flags = this.number();
    const size = flags & attribute.SIZE ? { size: this.long() } : {};
    const owner = flags & attribute.OWNER ? { uid: this.number(), gid: this.number() } : {};
    const permissions = flags & attribute.PERMISSIONS ? { permissions: this.number() } : {};
    if (flags & attribute.TIMES) this.long();
    return { ...size, ...owner, ...permissions };
  }
}

export function numberField(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function dataField(value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([numberField(bytes.length), bytes]);
}

export function attributesField({ size = 0, uid = 0, gid = 0, permissions = 0, modified = 0 }: Attributes): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(size));
  const flags = attribute.SIZE | attribute.OWNER | attribute.PERMISSIONS | attribute.TIMES;
  return Buffer.concat([numberField(flags), length, ...[uid, gid, permissions, modified, modified].map(numberField)]);
}

/** A packet with its length before it. */
export function packet(type: number, ...fields: readonly Buffer[]): Buffer {
  return dataField(Buffer.concat([Buffer.from([type]), ...fields]));
}
