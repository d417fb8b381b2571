import { encode, tags } from '../../../sdk/src/testing/snmp/ber.ts';
import { encodeCommunityMessage } from '../../../sdk/src/testing/snmp/community-message.ts';
import { encodeOid, parseOid } from '../../../sdk/src/testing/snmp/oid.ts';
import { pduTags } from '../../../sdk/src/testing/snmp/pdu.ts';
import { encodeScopedPdu, sealV3Message } from '../../../sdk/src/testing/snmp/usm/index.ts';
import { encodeVarbind } from '../../../sdk/src/testing/snmp/value.ts';
import { mutated, type Mutated } from '../ber-mutation.ts';
import type { Chance } from '../chance.ts';
import { community, forged } from '../identities.ts';
import { integer, pduOf, type Exchange } from './exchange.ts';

type Tell = (exchange: Exchange, chance: Chance) => Buffer;

const mostInteger = 2 ** 31 - 1;
const edges = [0, 1, -1, 2, 17, 255, 256, mostInteger, -(2 ** 31), 2 ** 32, 2 ** 40] as const;
const text = (value: string | Buffer): Buffer => encode(tags.OctetString, Buffer.from(value));
const number = ({ asked, number: other }: Exchange): bigint => asked?.id ?? BigInt(other);
const response = (exchange: Exchange, varbinds: readonly Uint8Array[], status = 0, index = 0): Buffer => exchange.seal(pduOf(pduTags.response, number(exchange), status, index, varbinds));
const names = ({ asked }: Exchange): readonly (readonly number[])[] => asked?.varbinds.map(({ oid }) => oid) ?? [];
const usmStats = (kind: number): Buffer => encodeVarbind(parseOid(`1.3.6.1.6.3.15.1.1.${kind}.0`), encode(tags.Counter32, Buffer.from([1])));

/** A message of SNMPv3 to the request's number, by nobody or by who was asked for. */
function sealed(exchange: Exchange, pdu: Buffer, changed: { readonly engine?: Buffer; readonly boots?: number; readonly time?: number; readonly isSigned?: boolean }): Buffer {
  const { engine = exchange.v3?.engine ?? Buffer.from('80000000010203', 'hex'), boots = exchange.v3?.boots ?? 1, time = exchange.v3?.time ?? 1, isSigned = false } = changed;
  // A clock that nobody can have goes into no cipher.
  const from = isSigned && Math.min(boots, time) >= 0 && Math.max(boots, time) <= mostInteger ? (exchange.v3?.from ?? null) : null;
  const level = from === null ? 'noAuth' : (exchange.v3?.message.level ?? 'noAuth');
  return sealV3Message({ id: exchange.number, engine, boots, time, from, level, isReportable: false }, encodeScopedPdu(engine, '', pdu));
}

const forgery = (exchange: Exchange): Buffer => pduOf(pduTags.response, number(exchange), 0, 0, names(exchange).map((oid) => encodeVarbind([...oid, 0], text(forged))));

/** What an agent says that knows the protocol and means ill, or was never tested. */
const lies: readonly [readonly [string, Tell], ...(readonly [string, Tell])[]] = [
  ['error status', (exchange, chance) => response(exchange, exchange.varbinds, chance.one([1, 2, 3, 4, 5, 6, 7, 10, 13, 16, 18, 19, 99, ...edges]), chance.one(edges))],
  ['too big', (exchange) => response(exchange, [], 1)],
  ['names reversed', (exchange) => response(exchange, exchange.varbinds.toReversed())],
  ['the same name again', (exchange) => response(exchange, names(exchange).map((oid) => encodeVarbind(oid, integer(1))))],
  ['names that go back', (exchange) => response(exchange, names(exchange).flatMap((oid) => [encodeVarbind([...oid, 9], integer(1)), encodeVarbind([...oid, 3], integer(1))]))],
  ['names of 128 parts', (exchange) => response(exchange, names(exchange).map((oid) => encodeVarbind([...oid, ...Array.from({ length: 120 }, () => 2 ** 32 - 1)], integer(1))))],
  ['names of 5000 parts', (exchange) => response(exchange, names(exchange).slice(0, 2).map((oid) => encodeVarbind([...oid, ...Array.from({ length: 5_000 }, () => 127)], integer(1))))],
  ['parts beyond 2^32', (exchange) => response(exchange, names(exchange).map((oid) => encodeVarbind([...oid, 2 ** 40], integer(1))))],
  ['an endless table', (exchange, chance) => response(exchange, names(exchange).map((oid) => encodeVarbind([...oid.slice(0, 20), chance.below(2 ** 31)], integer(1))))],
  ['no varbinds', (exchange) => response(exchange, [])],
  ['fewer varbinds', (exchange) => response(exchange, exchange.varbinds.slice(1))],
  ['many varbinds', (exchange, chance) => response(exchange, Array.from({ length: chance.one([500, 2_000]) }, (_, at) => exchange.varbinds[at % exchange.varbinds.length] ?? usmStats(1)))],
  ['a long string', (exchange, chance) => response(exchange, names(exchange).slice(0, 1).map((oid) => encodeVarbind([...oid, 1], text(Buffer.alloc(chance.one([5_000, 30_000, 65_000]), chance.below(256))))))],
  ['a long counter', (exchange, chance) => response(exchange, names(exchange).map((oid) => encodeVarbind([...oid, 1], encode(tags.Counter64, Buffer.alloc(chance.one([0, 1, 9, 10, 4_000]), 0x7f)))))],
  ['names of no octets', (exchange) => response(exchange, names(exchange).map(() => encode(tags.Sequence, encode(tags.ObjectIdentifier), integer(1))))],
  ['values of no octets', (exchange, chance) => response(exchange, names(exchange).map((oid) => encodeVarbind([...oid, 1], encode(chance.one([2, 4, 6, 0x40, 0x41, 0x43, 0x44, 0x46, 3])))))],
  ['values longer than the message', (exchange, chance) => response(exchange, names(exchange).map((oid) => encode(tags.Sequence, encode(tags.ObjectIdentifier, encodeOid([...oid, 1])), Buffer.from([chance.one([4, 0x44, 0x46, 6, 2]), 0x82, 0x7f, 0xff, 1, 2]))))],
  ['another PDU', (exchange, chance) => exchange.seal(pduOf(chance.one([0xa0, 0xa1, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xbf]), number(exchange), 0, 0, exchange.varbinds))],
  ['another request\'s number', (exchange, chance) => exchange.seal(pduOf(pduTags.response, number(exchange) + BigInt(chance.one(edges)), 0, 0, exchange.varbinds))],
  ['SNMPv1 or v2c', (exchange, chance) => encodeCommunityMessage(chance.one(['1', '2c']), chance.one([community, 'public', '']), pduOf(pduTags.response, exchange.number, 0, 0, exchange.varbinds))],
  ['an unknown version', (exchange, chance) => encode(tags.Sequence, integer(chance.one([2, 4, -1, 127, 2 ** 31])), text(community), pduOf(pduTags.response, exchange.number, 0, 0, exchange.varbinds))],
  ['unsigned SNMPv3', (exchange) => sealed(exchange, forgery(exchange), {})],
  ['SNMPv3 with flags', (exchange, chance) => withFlags(sealed(exchange, forgery(exchange), {}), chance.below(256))],
  ['of another engine', (exchange, chance) => sealed(exchange, pduOf(pduTags.response, number(exchange), 0, 0, exchange.varbinds), { engine: chance.bytes(40), isSigned: chance.below(2) === 0 })],
  ['a wrong clock', (exchange, chance) => sealed(exchange, pduOf(pduTags.response, number(exchange), 0, 0, exchange.varbinds), { boots: chance.one([0, 1, 2, mostInteger]), time: chance.one([0, 1, 200, 100_000, mostInteger]), isSigned: true })],
  ['a report', (exchange, chance) => sealed(exchange, pduOf(pduTags.report, chance.below(2), 0, 0, [usmStats(1 + chance.below(8))]), { boots: chance.one(edges), time: chance.one(edges), isSigned: chance.below(2) === 0 })],
  ['a report that leads in circles', (exchange) => sealed(exchange, pduOf(pduTags.report, 0, 0, 0, [usmStats(4)]), { boots: 0, time: 0 })],
  ['a report of another engine', (exchange, chance) => sealed(exchange, pduOf(pduTags.report, 0, 0, 0, [usmStats(4)]), { engine: chance.bytes(chance.one([5, 12, 32, 300])), boots: chance.below(3), time: chance.below(3) })],
  ['the request itself', ({ request }) => request],
  ['nothing but noise', (_exchange, chance) => chance.bytes(200)],
  ['an empty datagram', () => Buffer.alloc(0)],
];

/** The flags stand in the third field of the header: the first octet string of one octet. */
function withFlags(message: Buffer, flags: number): Buffer {
  const at = message.indexOf(Buffer.from([0x04, 0x01]));
  if (at !== -1) message[at + 2] = flags;
  return message;
}

/** One lie in answer to a request, and what it is called. */
export function lieTo(exchange: Exchange, chance: Chance): Mutated {
  const how = chance.below(20);
  if (how < 9) {
    const [name, tell] = chance.one(lies);
    return { name, bytes: tell(exchange, chance) };
  }
  if (how < 14 && exchange.asked !== null) {
    // What is within, under a signature that is right.
    const { name, bytes } = mutated(pduOf(pduTags.response, exchange.asked.id, 0, 0, exchange.varbinds), chance);
    return { name: `within: ${name}`, bytes: exchange.seal(bytes) };
  }
  const { name, bytes } = mutated(exchange.answer, chance);
  if (how < 18) return { name, bytes };
  return how === 18 ? { name: 'truncated', bytes: bytes.subarray(0, chance.below(bytes.length + 1)) } : { name: 'over-long', bytes: Buffer.concat([bytes, chance.bytes(60)]) };
}
