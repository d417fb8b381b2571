import { BerReader, decodeInteger, encode, encodeInteger, Malformed, tags } from '../ber.ts';
import { encrypt, type EngineTime } from './ciphers.ts';
import { codeBytesOf, codeOf, type KeyedUser } from './keys.ts';

export type SecurityLevel = 'noAuth' | 'auth' | 'privacy';

const flags = { auth: 1, privacy: 2, reportable: 4 } as const;
const userSecurityModel = 3;
/** What this end takes in one message. */
const maxBytes = 65_507;

/** A message of SNMPv3 (RFC 3412) with the parameters of the user-based security model (RFC 3414), not yet believed. */
export interface V3Message extends EngineTime {
  readonly id: number;
  readonly maxBytes: number;
  readonly level: SecurityLevel;
  readonly isReportable: boolean;
  readonly engine: Buffer;
  readonly user: string;
  readonly code: Buffer;
  readonly salt: Buffer;
  /** The scoped PDU, or what encryption made of it. */
  readonly data: Buffer;
  /** The whole message with zeros for its code. */
  readonly uncoded: Buffer;
}

export function decodeV3Message(datagram: Buffer): V3Message {
  const message = new BerReader(new BerReader(datagram).expect(tags.Sequence));
  message.expect(tags.Integer);
  const header = new BerReader(message.expect(tags.Sequence));
  const [id, most] = [Number(decodeInteger(header.expect(tags.Integer))), Number(decodeInteger(header.expect(tags.Integer)))];
  const bits = header.expect(tags.OctetString)[0] ?? 0;
  if (decodeInteger(header.expect(tags.Integer)) !== BigInt(userSecurityModel)) throw new Malformed('another security model');
  const security = new BerReader(new BerReader(message.expect(tags.OctetString)).expect(tags.Sequence));
  const engine = security.expect(tags.OctetString);
  const [boots, time] = [Number(decodeInteger(security.expect(tags.Integer))), Number(decodeInteger(security.expect(tags.Integer)))];
  const user = security.expect(tags.OctetString).toString('utf8');
  const [code, salt] = [security.expect(tags.OctetString), security.expect(tags.OctetString)];
  const isEncrypted = (bits & flags.privacy) !== 0;
  const data = message.next();
  if (data.tag !== (isEncrypted ? tags.OctetString : tags.Sequence)) throw new Malformed('no scoped PDU');
  const uncoded = Buffer.from(datagram);
  const codeAt = code.byteOffset - datagram.byteOffset;
  uncoded.fill(0, codeAt, codeAt + code.length);
  return {
    id, maxBytes: most, level: isEncrypted ? 'privacy' : (bits & flags.auth) === 0 ? 'noAuth' : 'auth', isReportable: (bits & flags.reportable) !== 0,
    engine, boots, time, user, code: Buffer.from(code), salt, data: isEncrypted ? data.contents : encode(tags.Sequence, data.contents), uncoded,
  };
}

export interface ScopedPdu {
  readonly engine: Buffer;
  readonly context: string;
  readonly pdu: BerReader;
}

export function decodeScopedPdu(bytes: Buffer): ScopedPdu {
  const scoped = new BerReader(new BerReader(bytes).expect(tags.Sequence));
  return { engine: scoped.expect(tags.OctetString), context: scoped.expect(tags.OctetString).toString('utf8'), pdu: scoped };
}

export function encodeScopedPdu(engine: Buffer, context: string, pdu: Uint8Array): Buffer {
  return encode(tags.Sequence, encode(tags.OctetString, engine), encode(tags.OctetString, Buffer.from(context)), pdu);
}

export interface V3Envelope extends EngineTime {
  readonly id: number;
  readonly engine: Buffer;
  /** Null for nobody: discovery and its answer. */
  readonly from: KeyedUser | null;
  readonly level: SecurityLevel;
  readonly isReportable: boolean;
}

/** A message as its level wants it: encrypted, then with its code. */
export function sealV3Message({ id, engine, boots, time, from, level, isReportable }: V3Envelope, scopedPdu: Buffer): Buffer {
  const sealed = from !== null && level === 'privacy' ? encrypt(from, scopedPdu, { boots, time }) : null;
  const codeBytes = from !== null && level !== 'noAuth' ? codeBytesOf(from.user) : 0;
  const bits = (level === 'noAuth' ? 0 : flags.auth) | (level === 'privacy' ? flags.privacy : 0) | (isReportable ? flags.reportable : 0);
  const header = encode(
    tags.Sequence, encodeInteger(tags.Integer, id), encodeInteger(tags.Integer, maxBytes), encode(tags.OctetString, Buffer.from([bits])), encodeInteger(tags.Integer, userSecurityModel),
  );
  const build = (code: Buffer): Buffer => encode(
    tags.Sequence, encodeInteger(tags.Integer, 3), header,
    encode(tags.OctetString, encode(
      tags.Sequence, encode(tags.OctetString, engine), encodeInteger(tags.Integer, boots), encodeInteger(tags.Integer, time),
      encode(tags.OctetString, Buffer.from(from?.user.name ?? '')), encode(tags.OctetString, code), encode(tags.OctetString, sealed?.salt ?? Buffer.alloc(0)),
    )),
    sealed === null ? scopedPdu : encode(tags.OctetString, sealed.data),
  );
  const uncoded = build(Buffer.alloc(codeBytes));
  return from === null || codeBytes === 0 ? uncoded : build(codeOf(from, uncoded));
}
