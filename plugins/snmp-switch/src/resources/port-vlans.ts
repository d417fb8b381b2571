import { Refused, type Resource, type SettableVarbind, type SnmpReader, type SnmpWriter } from '@jackfield/sdk';
import { basePortInterface, pvid, staticVlan } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { bridgePortOf } from './bridge-ports.ts';
import { vlansOf } from './earlier-specs.ts';
import { hasPort, withPort } from './port-list.ts';
import { portNames } from './port-names.ts';
import { probeObjects } from './probe.ts';
import { portVlansState, wantedPortVlans, type PortVlansSpec, type PortVlansState } from './port-vlans-state.ts';
import { readPvid, staticVlans, type StaticVlan } from './static-vlans.ts';

async function readState(snmp: SnmpReader, port: number): Promise<PortVlansState> {
  const own = await readPvid(snmp, port);
  return portVlansState(port, own, await staticVlans(snmp));
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

function requireVlans(wanted: readonly number[], isThere: (id: number) => boolean): void {
  const missing = [...new Set(wanted)].filter((id) => !isThere(id));
  if (missing.length > 0) throw new Refused(`there is no VLAN ${missing.join(', ')} on the switch`, { hint: 'Make it there first: in the same change by an entry of vlan above this one.' });
}

async function write(snmp: SnmpWriter, name: string, wanted: PortVlansState): Promise<void> {
  const port = await bridgePortOf(snmp, name);
  const vlans = await staticVlans(snmp);
  requireVlans([wanted.pvid, ...wanted.untagged, ...wanted.tagged], (id) => vlans.some((vlan) => vlan.id === id));
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
  async precheck({ snmp }, { untagged, tagged = [] }, earlier) {
    const vlans = await staticVlans(snmp);
    const { made, removed } = vlansOf(earlier);
    requireVlans(untagged === undefined ? tagged : [untagged, ...tagged], (id) => !removed.has(id) && (made.has(id) || vlans.some((vlan) => vlan.id === id)));
  },
  plan: (_context, current, spec) => wantedPortVlans(current, spec),
  async probe({ snmp }, wanted, current, key) {
    const memberships = ({ untagged, tagged }: PortVlansState): readonly string[] => [...untagged.map((id) => `${id} untagged`), ...tagged.map((id) => `${id} tagged`)];
    const [before, after] = [new Set(memberships(current)), new Set(memberships(wanted))];
    const ids = new Set([...before.symmetricDifference(after)].map((membership) => Number.parseInt(membership, 10)));
    await probeObjects(snmp, [
      ...(wanted.pvid === current.pvid ? [] : [{ name: `dot1qPvid of ${key.port}`, oid: `${pvid}.${await bridgePortOf(snmp, key.port)}` }]),
      ...[...ids].flatMap((id) => [
        { name: `dot1qVlanStaticEgressPorts of VLAN ${id}`, oid: `${staticVlan.egress}.${id}` },
        { name: `dot1qVlanStaticUntaggedPorts of VLAN ${id}`, oid: `${staticVlan.untagged}.${id}` },
      ]),
    ]);
  },
  apply: ({ snmp }, wanted, _current, key) => write(snmp, key.port, wanted),
  restore: ({ snmp }, state, key) => write(snmp, key.port, state),
};
