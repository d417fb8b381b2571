import { Refused, Unsupported, type Resource, type SettableVarbind, type SnmpReader, type SnmpValue, type SnmpWriter } from '@jackfield/sdk';
import type { z } from 'zod';
import { basePortInterface, pvid, staticVlan } from '../mib.ts';
import type { portVlans as schema } from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { hasPort, withPort } from './port-list.ts';
import { indexOf, portNames } from './port-names.ts';

export type PortVlansSpec = z.output<typeof schema>;

/** VLANs by their numbers, in order. */
export type PortVlansState = {
  /** The VLAN of what comes in without a tag. */
  readonly pvid: number;
  readonly untagged: readonly number[];
  readonly tagged: readonly number[];
};

/** A VLAN of dot1qVlanStaticTable with its lists of ports. */
interface StaticVlan {
  readonly id: number;
  readonly egress: Uint8Array;
  readonly untagged: Uint8Array;
}

/** Bridges number their ports themselves: dot1dBasePort, not ifIndex. */
async function bridgePortOf(snmp: SnmpReader, name: string): Promise<number> {
  const index = await indexOf(snmp, name);
  const found = (await snmp.table({ interface: basePortInterface })).find(({ cells }) => cells.interface?.value === Number(index));
  if (found === undefined) throw new Unsupported(`${name} is no port of the bridge`, { hint: 'It may be a member of a link aggregation, a routed port, or the management port.' });
  return Number(found.index);
}

const bytesOf = (value: SnmpValue | undefined): Uint8Array | null => (value?.type === 'OctetString' ? value.value : null);

async function staticVlans(snmp: SnmpReader): Promise<readonly StaticVlan[]> {
  const rows = await snmp.table({ egress: staticVlan.egress, untagged: staticVlan.untagged });
  return rows.flatMap(({ index, cells }) => {
    const [egress, untagged] = [bytesOf(cells.egress), bytesOf(cells.untagged)];
    return egress === null || untagged === null || !/^\d+$/.test(index) ? [] : [{ id: Number(index), egress, untagged }];
  }).toSorted((a, b) => a.id - b.id);
}

async function readPvid(snmp: SnmpReader, port: number): Promise<number> {
  const [answer] = await snmp.get([`${pvid}.${port}`]);
  if (answer?.value.type !== 'Gauge32' && answer?.value.type !== 'Integer') throw new Unsupported('the agent tells no VLANs of its ports (Q-BRIDGE-MIB)', { hint: 'Such a switch is set by its command line.' });
  return answer.value.value;
}

async function readState(snmp: SnmpReader, port: number): Promise<PortVlansState> {
  const [own, vlans] = [await readPvid(snmp, port), await staticVlans(snmp)];
  const members = vlans.filter(({ egress }) => hasPort(egress, port));
  const isUntagged = ({ untagged }: StaticVlan): boolean => hasPort(untagged, port);
  return { pvid: own, untagged: members.filter(isUntagged).map(({ id }) => id), tagged: members.filter((vlan) => !isUntagged(vlan)).map(({ id }) => id) };
}

/** The lists of a VLAN with the port in them as is wanted; null when they are so already. Both in one SET, as they depend on each other. */
function listsWith({ id, egress, untagged }: StaticVlan, port: number, wanted: PortVlansState): readonly SettableVarbind[] | null {
  const [isUntagged, isMember] = [wanted.untagged.includes(id), wanted.untagged.includes(id) || wanted.tagged.includes(id)];
  if (hasPort(egress, port) === isMember && (hasPort(untagged, port) && isMember) === isUntagged) return null;
  return [
    { oid: `${staticVlan.egress}.${id}`, value: { type: 'OctetString', value: withPort(egress, port, isMember) } },
    { oid: `${staticVlan.untagged}.${id}`, value: { type: 'OctetString', value: withPort(untagged, port, isUntagged) } },
  ];
}

function requireVlans(wanted: readonly number[], vlans: readonly StaticVlan[]): void {
  const missing = [...new Set(wanted)].filter((id) => !vlans.some((vlan) => vlan.id === id));
  if (missing.length > 0) throw new Refused(`there is no VLAN ${missing.join(', ')} on the switch`, { hint: 'Make it there first.' });
}

async function write(snmp: SnmpWriter, name: string, wanted: PortVlansState): Promise<void> {
  const port = await bridgePortOf(snmp, name);
  const vlans = await staticVlans(snmp);
  requireVlans([wanted.pvid, ...wanted.untagged, ...wanted.tagged], vlans);
  const isMember = ({ id }: StaticVlan): boolean => wanted.untagged.includes(id) || wanted.tagged.includes(id);
  const push = async (some: readonly StaticVlan[]): Promise<void> => {
    for (const vlan of some) {
      const varbinds = listsWith(vlan, port, wanted);
      if (varbinds !== null) await snmp.set(varbinds);
    }
  };
  // A port is in its new VLAN before frames are put there, and leaves its old one after: agents refuse a PVID of which it is no member.
  await push(vlans.filter(isMember));
  if ((await readPvid(snmp, port)) !== wanted.pvid) await snmp.set([{ oid: `${pvid}.${port}`, value: { type: 'Gauge32', value: wanted.pvid } }]);
  await push(vlans.filter((vlan) => !isMember(vlan)));
}

/** Which VLANs a port is in, by Q-BRIDGE-MIB (RFC 4363). */
export const portVlans: Resource<PortVlansSpec, PortVlansState, 'port', Settings> = {
  read: async ({ snmp }, key) => readState(snmp, await bridgePortOf(snmp, key.port)),
  async list({ snmp }) {
    const bridged = new Set((await snmp.table({ interface: basePortInterface })).map(({ cells }) => String(cells.interface?.value)));
    return (await portNames(snmp)).filter(({ index }) => bridged.has(index)).map(({ name }) => ({ port: name }));
  },
  async precheck({ snmp }, { untagged, tagged = [] }) {
    const vlans = await staticVlans(snmp);
    requireVlans(untagged === undefined ? tagged : [untagged, ...tagged], vlans);
  },
  plan(_context, current, { port, untagged, tagged = current.tagged }) {
    if (untagged !== undefined && tagged.includes(untagged)) throw new Refused(`${port} cannot be in VLAN ${untagged} with a tag and without`, { hint: 'Name under "tagged" those that it is to be in with a tag, all of them.' });
    return { pvid: untagged ?? current.pvid, untagged: untagged === undefined ? current.untagged.filter((id) => !tagged.includes(id)) : [untagged], tagged: [...tagged].toSorted((a, b) => a - b) };
  },
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.port, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.port, state),
};
