import { encodeInteger, Malformed, tags } from '../ber.ts';
import { parseOid } from '../oid.ts';
import { decodePdu, encodePdu, pduTags, requestOf, type SnmpRequest } from '../pdu.ts';
import { encodeVarbind } from '../value.ts';
import { decrypt, type EngineTime } from './ciphers.ts';
import { codeOf, keyed, sameCode, type KeyedUser } from './keys.ts';
import type { SnmpUser } from './snmp-user.ts';
import { decodeScopedPdu, decodeV3Message, encodeScopedPdu, sealV3Message, type SecurityLevel, type V3Message } from './v3-message.ts';

/** Counters that an engine reports instead of an answer (RFC 3414, RFC 3413). */
const reports = {
  unsupportedLevel: '1.3.6.1.6.3.15.1.1.1.0', notInTimeWindow: '1.3.6.1.6.3.15.1.1.2.0', unknownUser: '1.3.6.1.6.3.15.1.1.3.0', unknownEngine: '1.3.6.1.6.3.15.1.1.4.0',
  wrongDigest: '1.3.6.1.6.3.15.1.1.5.0', notDecrypted: '1.3.6.1.6.3.15.1.1.6.0', unknownContext: '1.3.6.1.6.3.12.1.5.0',
} as const;

type Report = keyof typeof reports;

const windowSeconds = 150;
const mostBoots = 2 ** 31 - 1;
const levels: readonly SecurityLevel[] = ['noAuth', 'auth', 'privacy'];

/** The highest level that a user has keys for: the one it must use. */
export function levelOf({ auth, privacy }: SnmpUser): SecurityLevel {
  return privacy !== undefined ? 'privacy' : auth !== undefined ? 'auth' : 'noAuth';
}

export interface EngineOptions {
  readonly id: Buffer;
  readonly users: readonly SnmpUser[];
  /** What the engine's own clock says. */
  readonly at: () => EngineTime;
  /** Seconds by which the time that it tells others is off. */
  readonly tellsWrongBy: () => number;
}

/** A request that was believed. */
export interface V3Request {
  readonly request: SnmpRequest;
  readonly context: string;
  readonly user: SnmpUser;
  /** Whether the user asked with less than it has keys for. */
  readonly isBelowLevel: boolean;
  /** The most that the asker takes. */
  readonly maxBytes: number;
  answer(pdu: Uint8Array): Buffer;
  reportUnknownContext(): Buffer;
}

/** An authoritative engine of SNMPv3 with the user-based security model. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #users: ReadonlyMap<string, () => KeyedUser>;
  readonly #counts = new Map<Report, number>();

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#users = new Map(options.users.map((user) => {
      let keys: KeyedUser | null = null;
      return [user.name, () => (keys ??= keyed(user, options.id))];
    }));
  }

  /** The request in a message; the report that goes back instead; null when silence is the answer. Throws `Malformed`. */
  receive(datagram: Buffer): V3Request | Buffer | null {
    const message = decodeV3Message(datagram);
    const report = (which: Report, from: KeyedUser | null = null): Buffer | null => (message.isReportable ? this.#report(message, which, from) : null);
    if (!message.engine.equals(this.#options.id)) return report('unknownEngine');
    const from = this.#users.get(message.user)?.() ?? null;
    if (from === null) return report('unknownUser');
    if (levels.indexOf(message.level) > levels.indexOf(levelOf(from.user))) return report('unsupportedLevel');
    if (message.level !== 'noAuth') {
      if (!sameCode(codeOf(from, message.uncoded), message.code)) return report('wrongDigest');
      const { boots, time } = this.#options.at();
      if (boots === mostBoots || message.boots !== boots || Math.abs(message.time - time) > windowSeconds) return report('notInTimeWindow', from);
    }
    let plain = message.data;
    if (message.level === 'privacy') {
      try {
        plain = decrypt(from, message.data, message.salt, message);
        decodeScopedPdu(plain);
      } catch (error) {
        if (error instanceof Malformed) return report('notDecrypted');
        throw error;
      }
    }
    return this.#believed(message, from, plain);
  }

  #believed(message: V3Message, from: KeyedUser, plain: Buffer): V3Request {
    const { context, pdu } = decodeScopedPdu(plain);
    const overheadBytes = 160 + message.engine.length * 2 + message.user.length + context.length;
    return {
      request: requestOf(decodePdu(pdu), '3', overheadBytes),
      context,
      user: from.user,
      isBelowLevel: message.level !== levelOf(from.user),
      maxBytes: message.maxBytes,
      answer: (answer) => this.#seal(message, from, message.level, encodeScopedPdu(this.#options.id, context, answer)),
      reportUnknownContext: () => this.#report(message, 'unknownContext', from, message.level),
    };
  }

  #report(message: V3Message, which: Report, from: KeyedUser | null, level: SecurityLevel = from === null ? 'noAuth' : 'auth'): Buffer {
    const count = (this.#counts.get(which) ?? 0) + 1;
    this.#counts.set(which, count);
    const counter = encodeVarbind(parseOid(reports[which]), encodeInteger(tags.Counter32, count));
    return this.#seal(message, from, level, encodeScopedPdu(this.#options.id, '', encodePdu(pduTags.report, 0, [counter])));
  }

  #seal(message: V3Message, from: KeyedUser | null, level: SecurityLevel, scopedPdu: Buffer): Buffer {
    const { id } = this.#options;
    const { boots, time } = this.#options.at();
    return sealV3Message({ id: message.id, engine: id, boots, time: Math.max(0, time + this.#options.tellsWrongBy()), from, level, isReportable: false }, scopedPdu);
  }
}
