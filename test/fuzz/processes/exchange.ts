import type { SnmpDevice } from '@jackfield/sdk/testing';
import { respond } from '../../../sdk/src/testing/snmp/agent.ts';
import { encode, encodeInteger, tags } from '../../../sdk/src/testing/snmp/ber.ts';
import { decodeRequest, encodeCommunityMessage, versionOf } from '../../../sdk/src/testing/snmp/community-message.ts';
import { pduTags, type SnmpRequest } from '../../../sdk/src/testing/snmp/pdu.ts';
import { errorStatus } from '../../../sdk/src/testing/snmp/writable.ts';
import { decodeV3Message, Engine, keyed, type SnmpUser, type V3Message } from '../../../sdk/src/testing/snmp/usm/index.ts';
import { community } from '../identities.ts';

/** One request and all that its right answer is made of. */
export interface Exchange {
  readonly request: Buffer;
  readonly version: '1' | '2c' | '3';
  /** By which the answer is known: msgID of SNMPv3. */
  readonly number: number;
  /** Null where the engine only reports who it is. */
  readonly asked: SnmpRequest | null;
  /** Of the right answer. */
  readonly varbinds: readonly Uint8Array[];
  readonly answer: Buffer;
  /** A message around another PDU, signed and encrypted as it has to be. */
  readonly seal: (pdu: Buffer) => Buffer;
  readonly v3: { readonly message: V3Message; readonly from: ReturnType<typeof keyed> | null; readonly engine: Buffer; readonly boots: number; readonly time: number } | null;
}

export const integer = (value: number | bigint): Buffer => encodeInteger(tags.Integer, value);

/** A PDU with whatever numbers. */
export function pduOf(tag: number, id: number | bigint, status: number, index: number, varbinds: readonly Uint8Array[]): Buffer {
  return encode(tag, integer(id), integer(status), integer(index), encode(tags.Sequence, ...varbinds));
}

/** An agent that could tell the truth. */
export class Truth {
  readonly #device: SnmpDevice;
  readonly #users: ReadonlyMap<string, ReturnType<typeof keyed>>;
  readonly #engine: Engine;
  readonly #engineId: Buffer;

  constructor(device: SnmpDevice, users: readonly SnmpUser[], engineId: Buffer) {
    this.#device = device;
    this.#engineId = engineId;
    this.#users = new Map(users.map((user) => [user.name, keyed(user, engineId)]));
    this.#engine = new Engine({ id: engineId, users, at: () => this.at, tellsWrongBy: () => 0 });
  }

  get at(): { readonly boots: number; readonly time: number } {
    return { boots: this.#device.time.boots, time: Math.floor(this.#device.time.uptime()) };
  }

  /** Null for what no agent answers; throws `Malformed` for what is no request. */
  hear(datagram: Buffer): Exchange | null {
    const version = versionOf(datagram);
    return version === '3' ? this.#hearUser(datagram) : this.#hearCommunity(datagram, version);
  }

  #hearCommunity(datagram: Buffer, version: '1' | '2c'): Exchange | null {
    const { community: name, request } = decodeRequest(datagram, version);
    if (name !== community) return null;
    const { pdu, varbinds } = this.#answer(request);
    const seal = (other: Buffer): Buffer => encodeCommunityMessage(version, community, other);
    return { request: datagram, version, number: Number(request.id), asked: request, varbinds, answer: seal(pdu), seal, v3: null };
  }

  #hearUser(datagram: Buffer): Exchange | null {
    const message = decodeV3Message(datagram);
    const v3 = { message, from: this.#users.get(message.user) ?? null, engine: this.#engineId, ...this.at };
    const believed = this.#engine.receive(datagram);
    if (believed === null) return null;
    const common = { request: datagram, version: '3', number: message.id, v3 } as const;
    if (Buffer.isBuffer(believed)) return { ...common, asked: null, varbinds: [], answer: believed, seal: () => believed };
    const { pdu, varbinds } = this.#answer(believed.request);
    return { ...common, asked: believed.request, varbinds, answer: believed.answer(pdu), seal: (other) => believed.answer(other) };
  }

  #answer(request: SnmpRequest): { readonly pdu: Buffer; readonly varbinds: readonly Uint8Array[] } {
    const table = this.#device.table('');
    if (table === null) throw new Error('the device has no table');
    const { status, position, varbinds } = respond(this.#device, table, request, { mayWrite: true, context: '', maxMessageBytes: 60_000, faults: {} });
    return { pdu: pduOf(pduTags.response, request.id, errorStatus[status], position, varbinds), varbinds };
  }
}
