import { Conflict, Refused, snmpNumber, snmpText, type Resource, type SettableVarbind, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { qBridgeVersion, rowStatus, staticVlan } from '../mib.ts';
import type { vlan as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { bridgePorts, nameless } from './bridge-ports.ts';
import { managementVlan } from './management-vlan.ts';
import { hasPort, withPort } from './port-list.ts';
import { probeObjects } from './probe.ts';
import { bytesOf, noVlans, staticVlans } from './static-vlans.ts';
import { portsIn } from './vlan-members.ts';

export type VlanSpec = z.output<typeof schema>;

/** Which ports are in it is theirs: see `portVlans`. */
export type VlanState =
  | { readonly exists: false }
  | {
    readonly exists: true;
    readonly name: string;
    /** Ports that may never be in it (dot1qVlanForbiddenEgressPorts). */
    readonly forbidden: readonly string[];
  };

type There = Extract<VlanState, { readonly exists: true }>;

/** What a row can be read as (RFC 2579); an agent that answers with another word has none. */
const presentStatuses = new Set<number>([rowStatus.active, rowStatus.notInService, rowStatus.notReady]);

async function read(snmp: SnmpReader, id: number): Promise<VlanState> {
  const [name, forbidden, egress, status] = (await snmp.get([staticVlan.name, staticVlan.forbidden, staticVlan.egress, staticVlan.status].map((column) => `${column}.${id}`))).map(({ value }) => value);
  const row = snmpNumber(status);
  if (bytesOf(egress) === null && (row === null || !presentStatuses.has(row))) {
    if ((await staticVlans(snmp)).length > 0) return { exists: false };
    const [version] = await snmp.get([qBridgeVersion]);
    if (snmpNumber(version?.value) === null) throw noVlans();
    return { exists: false };
  }
  if (row !== null && row !== rowStatus.active) throw new Conflict(`VLAN ${id} is there and not in service (dot1qVlanStaticRowStatus is ${row})`, { hint: 'Somebody is about to make it, or left it half made: finish it or remove it on the switch.' });
  return { exists: true, name: snmpText(name) ?? '', forbidden: await portNamesIn(snmp, bytesOf(forbidden) ?? new Uint8Array()) };
}

async function portNamesIn(snmp: SnmpReader, list: Uint8Array): Promise<readonly string[]> {
  if (list.every((octet) => octet === 0)) return [];
  const names = new Map((await bridgePorts(snmp)).map((port) => [port.number, port.names[0]]));
  return Array.from({ length: list.length * 8 }, (_one, at) => at + 1).filter((port) => hasPort(list, port)).map((port) => names.get(port) ?? nameless(port));
}

/** As long as the agent's other lists: some refuse another length. */
async function portList(snmp: SnmpReader, names: readonly string[]): Promise<Uint8Array> {
  const octets = Math.max(0, ...(await staticVlans(snmp)).map(({ egress }) => egress.length));
  const ports = names.length === 0 ? [] : await bridgePorts(snmp);
  return names.reduce<Uint8Array>((list, name) => {
    const number = ports.find((port) => port.names[0] === name)?.number ?? Number(name.slice(nameless('').length));
    if (!Number.isInteger(number)) throw new Refused(`there is no port ${name} on the switch any more`);
    return withPort(list, number, true);
  }, new Uint8Array(octets));
}

async function remove(snmp: SnmpWriter, id: number): Promise<void> {
  requireEmpty(id, await portsIn(snmp, id));
  await snmp.set([{ oid: `${staticVlan.status}.${id}`, value: { type: 'Integer', value: rowStatus.destroy } }]);
}

function requireEmpty(id: number, ports: readonly string[]): void {
  if (ports.length > 0) throw new Refused(`VLAN ${id} has ports: ${ports.join(', ')}`, { hint: 'Put them into other VLANs first, in the same change by entries of portVlans above this one.' });
}

/** All of a row in one SET; its status first, for agents that take one varbind after the other. */
async function write(snmp: SnmpWriter, id: number, wanted: VlanState): Promise<void> {
  const now = await read(snmp, id);
  if (!wanted.exists) return now.exists ? remove(snmp, id) : undefined;
  const has: There = now.exists ? now : { exists: true, name: '', forbidden: [] };
  const varbinds: SettableVarbind[] = now.exists ? [] : [{ oid: `${staticVlan.status}.${id}`, value: { type: 'Integer', value: rowStatus.createAndGo } }];
  if (wanted.name !== has.name || !now.exists) varbinds.push({ oid: `${staticVlan.name}.${id}`, value: { type: 'OctetString', value: Buffer.from(wanted.name) } });
  if (wanted.forbidden.join('\n') !== has.forbidden.join('\n')) varbinds.push({ oid: `${staticVlan.forbidden}.${id}`, value: { type: 'OctetString', value: await portList(snmp, wanted.forbidden) } });
  if (varbinds.length > 0) await snmp.set(varbinds);
}

/** A VLAN of the switch and its name, by dot1qVlanStaticTable of Q-BRIDGE-MIB (RFC 4363). */
export const vlan: Resource<VlanSpec, VlanState, 'vlan', Settings> = {
  read: ({ snmp }, key) => read(snmp, key.vlan),
  list: async ({ snmp }) => (await staticVlans(snmp)).map(({ id }) => ({ vlan: id })),
  async precheck({ snmp, device }, { vlan: id, exists }, earlier) {
    if (exists) return;
    if ((await managementVlan(snmp, device.address)) === id) throw new Refused(`VLAN ${id} has the address by which the switch is reached`, { hint: 'Nobody could put it back from here: move the address to another VLAN first.' });
    requireEmpty(id, await portsIn(snmp, id, earlier));
  },
  plan(_context, current, { vlan: id, name, exists }) {
    if (!exists) {
      if (name !== undefined) throw new Refused(`VLAN ${id} cannot have a name and not exist`, { hint: 'Leave the name out, or "exists: false".' });
      return { exists: false };
    }
    return current.exists ? { ...current, name: name ?? current.name } : { exists: true, name: name ?? `VLAN${id}`, forbidden: [] };
  },
  async probe({ snmp }, wanted, current, key) {
    // A row that is not there can only be made.
    if (!current.exists) return;
    const column = wanted.exists ? { name: 'dot1qVlanStaticName', oid: staticVlan.name } : { name: 'dot1qVlanStaticRowStatus', oid: staticVlan.status };
    await probeObjects(snmp, [{ name: `${column.name} of VLAN ${key.vlan}`, oid: `${column.oid}.${key.vlan}` }]);
  },
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.vlan, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.vlan, state),
};
