import { encode, tags } from '../../../sdk/src/testing/snmp/ber.ts';
import { encodeCommunityMessage } from '../../../sdk/src/testing/snmp/community-message.ts';
import { encodeOid, parseOid } from '../../../sdk/src/testing/snmp/oid.ts';
import { pduTags } from '../../../sdk/src/testing/snmp/pdu.ts';
import { encodeScopedPdu, keyed, levelOf, sealV3Message } from '../../../sdk/src/testing/snmp/usm/index.ts';
import { encodeVarbind } from '../../../sdk/src/testing/snmp/value.ts';
import { mutated, type Mutated } from '../ber-mutation.ts';
import type { Chance } from '../chance.ts';
import { agentUsers, community } from '../identities.ts';
import { integer, pduOf } from './exchange.ts';

const ticks = encode(tags.TimeTicks, Buffer.from([0x12, 0x34]));
const head = [encodeVarbind(parseOid('1.3.6.1.2.1.1.3.0'), ticks), encodeVarbind(parseOid('1.3.6.1.6.3.1.1.4.1.0'), encode(tags.ObjectIdentifier, encodeOid(parseOid('1.3.6.1.6.3.1.1.5.3'))))];
const value = (tag: number, ...bytes: readonly number[]): Buffer => encode(tag, Buffer.from(bytes));
/** One of each type, and those that few agents send. */
const values = [
  value(2, 3), value(4, 65, 66), value(6, 0x2b, 6, 1), value(6), value(0x40, 10, 0, 0, 1), value(0x41, 1), value(0x42, 1), value(0x43, 1), value(0x44, 1), value(0x46, 1), value(5), value(1, 1), value(3, 0, 255), value(0x80),
].map((bytes, at) => encodeVarbind(parseOid(`1.3.6.1.2.1.2.2.1.${at + 1}.3`), bytes));
const engine = Buffer.from('8000b983050102030405', 'hex');
const keyedUsers = agentUsers.map((user) => keyed(user, engine));

function trapV1(chance: Chance): Buffer {
  return encode(pduTags.trapV1, encode(tags.ObjectIdentifier, encodeOid(parseOid('1.3.6.1.4.1.9'))), value(0x40, 10, 0, 0, 1), integer(chance.below(8)), integer(chance.below(3) - 1), ticks, encode(tags.Sequence, ...values));
}

function right(chance: Chance): Mutated {
  const tag = chance.one([pduTags.trap, pduTags.inform]);
  const id = chance.below(2 ** 31);
  const pdu = pduOf(tag, id, 0, 0, [...head, ...values.filter(() => chance.below(3) === 0)]);
  const kind = chance.below(4);
  if (kind === 0) return { name: 'v1 trap', bytes: encodeCommunityMessage('1', community, trapV1(chance)) };
  const what = tag === pduTags.trap ? 'trap' : 'inform';
  if (kind < 3) return { name: `v2c ${what}`, bytes: encodeCommunityMessage('2c', community, pdu) };
  const from = keyedUsers[chance.below(keyedUsers.length)];
  if (from === undefined) throw new Error('no user');
  return { name: `v3 ${what}`, bytes: sealV3Message({ id, engine, boots: 1, time: chance.below(200), from, level: levelOf(from.user), isReportable: tag === pduTags.inform }, encodeScopedPdu(engine, '', pdu)) };
}

/** A trap or an inform that is as it should be, or nearly. */
export function falseAlarm(chance: Chance): Mutated {
  const { name, bytes } = right(chance);
  return { name, bytes: chance.below(4) === 0 ? bytes : mutated(bytes, chance).bytes };
}
