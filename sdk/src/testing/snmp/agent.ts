import { encodeOid, type Oid } from './oid.ts';
import { encode, tags } from './ber.ts';
import type { SnmpRequest, SnmpResponse } from './pdu.ts';
import type { SnmpDevice } from './snmp-device.ts';
import type { SnmpFaults } from './snmp-faults.ts';
import { successors } from './successors.ts';
import type { VariableTable } from './variable-table.ts';
import type { ErrorStatus } from './writable.ts';

export interface AgentSettings {
  readonly mayWrite: boolean;
  /** Name of the context that is asked. */
  readonly context: string;
  /** Of a whole message. */
  readonly maxMessageBytes: number;
  readonly faults: SnmpFaults;
}

const counter64 = 0x46;

function without(oid: Oid, tag: number): Buffer {
  return encode(tags.Sequence, encode(tags.ObjectIdentifier, encodeOid(oid)), Buffer.from([tag, 0]));
}

/** The tag of a varbind's value, without reading the varbind whole. */
function valueTag(varbind: Buffer): number {
  const skip = (at: number): number => ((varbind[at + 1] ?? 0) < 0x80 ? at + 2 : at + 2 + ((varbind[at + 1] ?? 0) & 0x7f));
  const name = skip(0);
  const length = varbind[name + 1] ?? 0;
  // Names of 128 octets and more have a long length.
  const end = length < 0x80 ? name + 2 + length : skip(name) + varbind.readUIntBE(name + 2, length & 0x7f);
  return varbind[end] ?? 0;
}

function failed(status: ErrorStatus, position: number, request: SnmpRequest): SnmpResponse {
  return { status, position, varbinds: [request.echo] };
}

/** What the agent answers, as RFC 3416 has it for v2c and RFC 1157 with RFC 3584 for v1. */
export function respond(device: SnmpDevice, table: VariableTable, request: SnmpRequest, settings: AgentSettings): SnmpResponse {
  if (request.operation === 'set') return set(device, request, settings);
  if (request.operation === 'getBulk') return settings.faults.noBulk === true ? failed('genErr', 0, request) : getBulk(table, request, settings);
  const response = request.operation === 'get' ? get(table, request) : getNext(table, request, settings.faults);
  const bytes = response.varbinds.reduce((sum, { length }) => sum + length, request.overheadBytes);
  if (bytes <= settings.maxMessageBytes) return response;
  return request.version === '1' ? failed('tooBig', 0, request) : { status: 'tooBig', position: 0, varbinds: [] };
}

function get(table: VariableTable, request: SnmpRequest): SnmpResponse {
  const varbinds: Buffer[] = [];
  for (const [at, { oid }] of request.varbinds.entries()) {
    const position = table.find(oid);
    const varbind = position === -1 ? null : table.varbind(position);
    if (request.version === '1' && (varbind === null || valueTag(varbind) === counter64)) return failed('noSuchName', at + 1, request);
    varbinds.push(varbind ?? without(oid, missing(table, oid)));
  }
  return { status: 'noError', position: 0, varbinds };
}

/** An object of which there are other instances, or an object that is not there at all. */
function missing(table: VariableTable, oid: Oid): number {
  const object = oid.slice(0, -1);
  const near = table.from(object);
  const found = near < table.size ? table.oid(near) : [];
  return object.every((part, at) => found[at] === part) ? tags.NoSuchInstance : tags.NoSuchObject;
}

function getNext(table: VariableTable, request: SnmpRequest, faults: SnmpFaults): SnmpResponse {
  const order = successors(table, faults);
  const varbinds: Buffer[] = [];
  for (const [at, { oid }] of request.varbinds.entries()) {
    let position = order.after(oid);
    // SNMPv1 has no Counter64: RFC 3584, 4.2.2.1 has agents leave such variables out.
    while (request.version === '1' && position !== -1 && valueTag(order.varbind(position)) === counter64) position = order.next(position);
    if (position === -1 && request.version === '1') return failed('noSuchName', at + 1, request);
    varbinds.push(position === -1 ? without(oid, tags.EndOfMibView) : order.varbind(position));
  }
  return { status: 'noError', position: 0, varbinds };
}

function getBulk(table: VariableTable, request: SnmpRequest, settings: AgentSettings): SnmpResponse {
  const varbinds = bulkVarbinds(table, request, settings);
  // Not even one has room: an empty answer would have the asker ask the same again.
  return { status: varbinds.length === 0 && request.varbinds.length > 0 && request.maxRepetitions > 0 ? 'tooBig' : 'noError', position: 0, varbinds };
}

/** As many of what is asked as one message carries. */
function bulkVarbinds(table: VariableTable, request: SnmpRequest, { faults, maxMessageBytes }: AgentSettings): Buffer[] {
  const order = successors(table, faults);
  const varbinds: Buffer[] = [];
  let room = maxMessageBytes - request.overheadBytes;
  const fits = (varbind: Buffer): boolean => {
    room -= varbind.length;
    if (room >= 0) varbinds.push(varbind);
    return room >= 0;
  };
  const cursors = request.varbinds.map(({ oid }) => ({ position: order.after(oid), name: oid }));
  for (const { position, name } of cursors.slice(0, request.nonRepeaters)) {
    if (!fits(position === -1 ? without(name, tags.EndOfMibView) : order.varbind(position))) return varbinds;
  }
  const repeaters = cursors.slice(request.nonRepeaters);
  for (let repetition = 0; repetition < request.maxRepetitions; repetition += 1) {
    for (const cursor of repeaters) {
      if (!fits(cursor.position === -1 ? without(cursor.name, tags.EndOfMibView) : order.varbind(cursor.position))) return varbinds;
    }
    if (repeaters.every(({ position }) => position === -1)) break;
    for (const cursor of repeaters) {
      if (cursor.position === -1) continue;
      const next = order.next(cursor.position);
      if (next === -1 && cursor.position < table.size) cursor.name = table.oid(cursor.position);
      cursor.position = next;
    }
  }
  return varbinds;
}

/** RFC 3584, 4.4: what SNMPv2's reasons are called in SNMPv1. */
const inVersion1: { readonly [Status in ErrorStatus]?: ErrorStatus } = {
  wrongType: 'badValue', wrongLength: 'badValue', wrongValue: 'badValue', inconsistentValue: 'badValue', noAccess: 'noSuchName', noCreation: 'noSuchName', notWritable: 'noSuchName',
  inconsistentName: 'noSuchName', authorizationError: 'noSuchName',
};

function set(device: SnmpDevice, request: SnmpRequest, { mayWrite, context }: AgentSettings): SnmpResponse {
  const refused = mayWrite ? device.change(context, request.varbinds) : { status: 'noAccess' as const, at: 0 };
  if (refused === null) return { status: 'noError', position: 0, varbinds: [request.echo] };
  return failed(request.version === '1' ? (inVersion1[refused.status] ?? refused.status) : refused.status, refused.at + 1, request);
}
