import { PduType, Version1, Version3 } from 'net-snmp';
import type { WireTrap } from '@jackfield/sdk/runtime';
import { libraryUser, type SnmpCredential } from '../snmp-session.ts';
import { isWhole, wireVarbind } from '../snmp-values.ts';
import { LibraryReceiver, type LibraryMessage } from './library-receiver.ts';
import { TokenBucket } from './token-bucket.ts';
import type { TrapEngine } from './trap-engine.ts';
import type { TrapDrop } from './trap-messages.ts';
import { v3Header } from './v3-header.ts';

/** What one datagram came to. */
export type Reading =
  /** `acknowledgement` is sent when the trap is on disk; null for what is no inform. */
  | { readonly kind: 'trap'; readonly trap: Omit<WireTrap, 'at'>; readonly acknowledgement: Buffer | null }
  /** The engine's name was asked for. */
  | { readonly kind: 'asked'; readonly answer: Buffer }
  | { readonly kind: 'dropped'; readonly because: TrapDrop; readonly answer: Buffer | null };

const sysUpTime = '1.3.6.1.2.1.1.3.0';
const snmpTrapOid = '1.3.6.1.6.3.1.1.4.1.0';
const standardTraps = '1.3.6.1.6.3.1.1.5';
const enterpriseSpecific = 6;
const dotted = /^\d+(\.\d+)+$/;
/** Seconds that two clocks may be apart, by RFC 3414. */
const window = 150;

interface PeerClock {
  readonly boots: number;
  readonly time: number;
  readonly at: number;
}

/** Reads the datagrams of one device: with its secrets and nobody else's. */
export class TrapReader {
  readonly #engine: TrapEngine;
  readonly #library: LibraryReceiver;
  readonly #users: ReadonlySet<string>;
  /** Those that sign. */
  readonly #signing: ReadonlySet<string>;
  /** Clocks of engines that a signed trap came from, so that none is believed twice. */
  readonly #clocks = new Map<string, PeerClock>();
  /** A key takes milliseconds to make: one for each new engine, and names of engines are easily made up. */
  readonly #strangers = new TokenBucket(20, 0.1);

  constructor(credentials: readonly SnmpCredential[], engine: TrapEngine) {
    this.#engine = engine;
    const users = credentials.flatMap((credential) => (credential.kind === 'snmp-user' ? [libraryUser(credential)] : []));
    const communities = credentials.flatMap((credential) => (credential.kind === 'snmp-community' ? [credential.community] : []));
    this.#users = new Set(users.map(({ name }) => name));
    this.#signing = new Set(users.filter(({ authKey }) => authKey !== undefined).map(({ name }) => name));
    this.#library = new LibraryReceiver(engine.id, communities, users);
  }

  read(datagram: Buffer, from: { readonly address: string; readonly port: number }): Reading {
    const header = v3Header(datagram);
    const isStranger = header !== null && header.engine !== '' && header.engine !== this.#engine.id.toString('hex') && !this.#clocks.has(header.engine);
    const isLetIn = !isStranger || (this.#signing.has(header.user) ? this.#strangers.take() : this.#users.has(header.user));
    if (!isLetIn) return { kind: 'dropped', because: 'unauthorized', answer: null };
    const { message, error, sends } = this.#library.read(datagram, from, { boots: this.#engine.boots, time: this.#engine.time() });
    if (message === null) {
      if (header?.user === '' && sends !== null) return { kind: 'asked', answer: sends };
      const isMalformed = error !== null && (error.name === 'ProcessingError' || error.name === 'RequestInvalidError');
      return { kind: 'dropped', because: isMalformed ? 'malformed' : 'unauthorized', answer: sends };
    }
    const refusal = message.version === Version3 ? this.#refusal(message) : null;
    if (refusal !== null) return refusal;
    const trap = trapOf(message);
    return trap === null ? { kind: 'dropped', because: 'malformed', answer: null } : { kind: 'trap', trap, acknowledgement: sends };
  }

  #refusal(message: LibraryMessage): Reading | null {
    if (!this.#users.has(message.user?.name ?? '')) return { kind: 'dropped', because: 'unauthorized', answer: null };
    const isSigned = (message.msgGlobalData.msgFlags & 1) === 1;
    const { msgAuthoritativeEngineID: id, msgAuthoritativeEngineBoots: boots, msgAuthoritativeEngineTime: time } = message.msgSecurityParameters;
    if (message.pdu.type === PduType.InformRequest) {
      if (!id.equals(this.#engine.id)) return { kind: 'dropped', because: 'unauthorized', answer: this.#library.report(message, 'unknownEngine') };
      const isInTime = boots === this.#engine.boots && Math.abs(time - this.#engine.time()) <= window;
      return isSigned && !isInTime ? { kind: 'dropped', because: 'late', answer: this.#library.report(message, 'notInTimeWindow') } : null;
    }
    return isSigned && !this.#advances(id.toString('hex'), boots, time) ? { kind: 'dropped', because: 'late', answer: null } : null;
  }

  /** Of a trap it is the sender whose clock counts: one that goes back is a message from before. */
  #advances(engine: string, boots: number, time: number): boolean {
    const now = performance.now() / 1_000;
    const known = this.#clocks.get(engine);
    if (known !== undefined && (boots < known.boots || (boots === known.boots && time < known.time + (now - known.at) - window))) return false;
    if (known === undefined || boots > known.boots || time > known.time) this.#clocks.set(engine, { boots, time, at: now });
    return true;
  }
}

/** One form for all versions; null when it has no name, or values are cut short. */
function trapOf({ version, pdu }: LibraryMessage): Omit<WireTrap, 'at'> | null {
  if (!pdu.varbinds.every(isWhole)) return null;
  const varbinds = pdu.varbinds.map(wireVarbind);
  if (pdu.type === PduType.Trap) {
    const { enterprise = '', generic = 0, specific = 0, upTime = 0 } = pdu;
    const oid = generic === enterpriseSpecific ? `${enterprise}.0.${specific}` : `${standardTraps}.${generic + 1}`;
    if (!dotted.test(oid)) return null;
    return { oid, kind: 'trap', version: '1', uptime: upTime, varbinds };
  }
  const [, type, name] = varbinds.find(([oid]) => oid === snmpTrapOid) ?? [];
  const uptime = varbinds.find(([oid]) => oid === sysUpTime)?.[2];
  if (type !== 'ObjectIdentifier' || typeof name !== 'string' || !dotted.test(name) || version === Version1) return null;
  return {
    oid: name, kind: pdu.type === PduType.InformRequest ? 'inform' : 'trap', version: version === Version3 ? '3' : '2c',
    uptime: typeof uptime === 'number' ? uptime : null, varbinds: varbinds.filter(([oid]) => oid !== snmpTrapOid && oid !== sysUpTime),
  };
}
