import { createSocket, type Socket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import type { SnmpValue, Varbind } from '../../transports/snmp.ts';
import { encode, encodeInteger, Malformed, tags } from './ber.ts';
import { decodeCommunityMessage, encodeCommunityMessage, versionOf } from './community-message.ts';
import { encodeOid, parseOid } from './oid.ts';
import { decodePdu, encodePdu, pduTags } from './pdu.ts';
import { decodeScopedPdu, decodeV3Message, encodeScopedPdu, keyed, levelOf, sealV3Message, type SnmpUser, type V3Message } from './usm/index.ts';
import { encodeValue, encodeVarbind } from './value.ts';

/**
 * Something that an agent says unasked.
 *
 * @experimental
 * @since 0.1.0
 */
export interface Notification {
  readonly to: { readonly address: string; readonly port: number };
  /** snmpTrapOID, such as 1.3.6.1.6.3.1.1.5.3 for linkDown. */
  readonly oid: string;
  readonly varbinds?: readonly Varbind[];
  /** An inform waits to be acknowledged; SNMPv1 has none. Default a trap. */
  readonly kind?: 'trap' | 'inform';
  /** Default 2c. */
  readonly version?: '1' | '2c' | '3';
  /** Of v1 and v2c; default the agent's own. */
  readonly community?: string;
  /** Of v3: one of the agent's users. Default the first. */
  readonly user?: string;
  /** How long an inform waits for its acknowledgement, all in all. Default 5,000. */
  readonly timeoutMs?: number;
}

export interface Notifier {
  readonly address: string;
  readonly engine: Buffer;
  readonly at: { readonly boots: number; readonly time: number };
  /** Seconds. */
  readonly uptime: number;
  readonly community: string;
  readonly users: readonly SnmpUser[];
  readonly closing: AbortSignal;
}

const sysUpTime = parseOid('1.3.6.1.2.1.1.3.0');
const snmpTrapOid = parseOid('1.3.6.1.6.3.1.1.4.1.0');
const standardTraps = '1.3.6.1.6.3.1.1.5.';
const enterpriseSpecific = 6;

let lastId = 0;

function nextId(): number {
  lastId = (lastId + 1) % 2 ** 31;
  return lastId;
}

const encoded = ({ oid, value }: Varbind): Buffer => encodeVarbind(parseOid(oid), encodeValue(value));
const ticks = (seconds: number): SnmpValue => ({ type: 'TimeTicks', value: Math.floor(seconds * 100) % 2 ** 32 });

/** SNMPv1's own PDU: RFC 3584, 3.2 has how a trap's name becomes enterprise and numbers. */
function trapV1({ oid, varbinds = [] }: Notification, { address, uptime }: Notifier): Buffer {
  const parts = parseOid(oid);
  const isStandard = oid.startsWith(standardTraps);
  const last = parts.at(-1) ?? 0;
  const enterprise = isStandard ? parseOid('1.3.6.1.6.3.1.1.5') : parts.slice(0, parts.at(-2) === 0 ? -2 : -1);
  const sender = isIP(address) === 4 ? address.split('.').map(Number) : [0, 0, 0, 0];
  return encode(
    pduTags.trapV1, encode(tags.ObjectIdentifier, encodeOid(enterprise)), encode(tags.IpAddress, Uint8Array.from(sender)), encodeInteger(tags.Integer, isStandard ? last - 1 : enterpriseSpecific),
    encodeInteger(tags.Integer, isStandard ? 0 : last), encodeValue(ticks(uptime)), encode(tags.Sequence, ...varbinds.map(encoded)),
  );
}

function pduOf({ kind, oid, varbinds = [] }: Notification, { uptime }: Notifier, id: number): Buffer {
  const head = [encodeVarbind(sysUpTime, encodeValue(ticks(uptime))), encodeVarbind(snmpTrapOid, encodeValue({ type: 'ObjectIdentifier', value: oid }))];
  return encodePdu(kind === 'inform' ? pduTags.inform : pduTags.trap, id, [...head, ...varbinds.map(encoded)]);
}

/** Sends until something comes back that `accept` takes; null when nothing did in time. */
async function ask<Answer>(socket: Socket, message: Buffer, { to, timeoutMs = 5_000 }: Notification, closing: AbortSignal, accept: (datagram: Buffer) => Answer | null): Promise<Answer | null> {
  const { promise, resolve } = Promise.withResolvers<Answer | null>();
  const hear = (datagram: Buffer): void => {
    try {
      const answer = accept(datagram);
      if (answer !== null) resolve(answer);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  };
  const giveUp = (): void => resolve(null);
  socket.on('message', hear);
  closing.addEventListener('abort', giveUp, { once: true });
  const send = (): void => socket.send(message, to.port, to.address);
  const again = setInterval(send, timeoutMs / 5);
  const end = setTimeout(giveUp, timeoutMs);
  send();
  try {
    return await promise;
  } finally {
    clearInterval(again);
    clearTimeout(end);
    socket.off('message', hear);
    closing.removeEventListener('abort', giveUp);
  }
}

function put(socket: Socket, message: Buffer, { to }: Notification): Promise<void> {
  return new Promise((resolve, reject) => socket.send(message, to.port, to.address, (error) => (error === null ? resolve() : reject(error))));
}

/** An inform of SNMPv3 goes by the engine of the one that hears it, which is asked for first. */
async function informV3(socket: Socket, notification: Notification, notifier: Notifier, user: SnmpUser): Promise<boolean> {
  const askEngine = (id: number, message: Buffer, accepts: (message: V3Message) => boolean): Promise<V3Message | null> =>
    ask(socket, message, notification, notifier.closing, (datagram) => {
      const heard = versionOf(datagram) === '3' ? decodeV3Message(datagram) : null;
      return heard !== null && heard.id === id && accepts(heard) ? heard : null;
    });
  const nobody = Buffer.alloc(0);
  const id = nextId();
  const discovery = sealV3Message({ id, engine: nobody, boots: 0, time: 0, from: null, level: 'noAuth', isReportable: true }, encodeScopedPdu(nobody, '', encodePdu(pduTags.get, id, [])));
  let peer = await askEngine(id, discovery, ({ engine }) => engine.length > 0);
  // The second time with the clock that the peer told in its report.
  for (let attempt = 0; attempt < 2 && peer !== null; attempt += 1) {
    const { engine, boots, time } = peer;
    const from = keyed(user, engine);
    const number = nextId();
    const message = sealV3Message({ id: number, engine, boots, time, from, level: levelOf(user), isReportable: true }, encodeScopedPdu(engine, '', pduOf(notification, notifier, number)));
    peer = await askEngine(number, message, () => true);
    // Reports are never encrypted and seldom signed; only an answer is as protected as what was asked.
    if (peer !== null && peer.level === levelOf(user) && !isReport(peer)) return true;
  }
  return false;
}

function isReport({ level, data }: V3Message): boolean {
  return level !== 'privacy' && decodePdu(decodeScopedPdu(data).pdu).tag === pduTags.report;
}

/** Sends a notification from a port of its own. */
export async function sendNotification(notification: Notification, notifier: Notifier): Promise<boolean> {
  const { version = '2c', kind = 'trap', community = notifier.community, to } = notification;
  if (version === '1' && kind === 'inform') throw new RangeError('SNMPv1 has no informs');
  const user = notifier.users.find(({ name }) => notification.user === undefined || name === notification.user);
  if (version === '3' && user === undefined) throw new RangeError(`the agent has no user ${notification.user ?? 'of SNMPv3'}`);
  const socket = createSocket(isIPv6(to.address) ? 'udp6' : 'udp4');
  // Nobody there to hear it: a trap is sent into the blue.
  socket.on('error', () => undefined);
  try {
    if (version === '1') await put(socket, encodeCommunityMessage('1', community, trapV1(notification, notifier)), notification);
    else if (version === '3' && user !== undefined) {
      if (kind === 'inform') return await informV3(socket, notification, notifier, user);
      const { engine, at: { boots, time } } = notifier;
      const id = nextId();
      await put(socket, sealV3Message({ id, engine, boots, time, from: keyed(user, engine), level: levelOf(user), isReportable: false }, encodeScopedPdu(engine, '', pduOf(notification, notifier, id))), notification);
    } else {
      const id = nextId();
      const message = encodeCommunityMessage('2c', community, pduOf(notification, notifier, id));
      if (kind === 'trap') await put(socket, message, notification);
      else return (await ask(socket, message, notification, notifier.closing, (datagram) => {
        const { pdu } = decodeCommunityMessage(datagram);
        return pdu.tag === pduTags.response && pdu.id === BigInt(id) ? true : null;
      })) === true;
    }
    return true;
  } finally {
    socket.close();
  }
}
