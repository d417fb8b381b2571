import { createHash } from 'node:crypto';
import type { SnmpValue } from '../../transports/snmp.ts';
import type { DeviceTime } from './device-time.ts';
import { bridgedPorts, modelPorts, macBytes, namesIn, type ModelPort } from './model-ports.ts';
import type { SnmpModel } from './snmp-model.ts';
import type { SnmpVariable } from './variable-table.ts';

const integer = (value: number): SnmpValue => ({ type: 'Integer', value });
const octets = (value: string | Uint8Array): SnmpValue => ({ type: 'OctetString', value: typeof value === 'string' ? Buffer.from(value) : value });
const gauge = (value: number): SnmpValue => ({ type: 'Gauge32', value: Math.min(value, 0xffff_ffff) });
const counter = (value: number): SnmpValue => ({ type: 'Counter32', value: Math.floor(value) % 2 ** 32 });
const counter64 = (value: number): SnmpValue => ({ type: 'Counter64', value: BigInt(Math.floor(value)) });
const ticks = (seconds: number): SnmpValue => ({ type: 'TimeTicks', value: Math.floor(seconds * 100) % 2 ** 32 });
const dotted = (value: string): SnmpValue => ({ type: 'ObjectIdentifier', value });

type Value = SnmpVariable['value'];
type Read = (oid: string) => SnmpValue | null;
type Clock = () => number;

/** Columns of one row. */
function row(table: string, index: string | number, columns: { readonly [column: number]: Value }): SnmpVariable[] {
  return Object.entries(columns).map(([column, value]) => ({ oid: `${table}.${column}.${index}`, value }));
}

const system = '1.3.6.1.2.1.1';
const framework = '1.3.6.1.6.3.10.2.1';

/** SNMPv2-MIB and the engine of SNMP-FRAMEWORK-MIB (RFC 3411). */
function systemVariables(model: SnmpModel, time: DeviceTime): SnmpVariable[] {
  const enterprise = Buffer.alloc(4);
  enterprise.writeUInt32BE((0x8000_0000 + Number(model.objectID.split('.')[6] ?? 0)) >>> 0);
  const engine = Buffer.concat([enterprise, Buffer.from([5]), createHash('sha256').update(`${model.name} ${model.mac}`).digest().subarray(0, 8)]);
  return [
    { oid: `${system}.1.0`, value: octets(model.descr) },
    { oid: `${system}.2.0`, value: dotted(model.objectID) },
    { oid: `${system}.3.0`, value: () => ticks(time.uptime()) },
    { oid: `${system}.4.0`, value: octets(model.contact) },
    { oid: `${system}.5.0`, value: octets(model.name) },
    { oid: `${system}.6.0`, value: octets(model.location) },
    { oid: `${system}.7.0`, value: integer(model.services) },
    { oid: `${framework}.1.0`, value: octets(engine) },
    { oid: `${framework}.2.0`, value: () => integer(time.boots) },
    { oid: `${framework}.3.0`, value: () => integer(Math.floor(time.uptime())) },
  ];
}

const ifTable = '1.3.6.1.2.1.2.2.1';
const ifXTable = '1.3.6.1.2.1.31.1.1.1';

/** One port of IF-MIB (RFC 2863). A port that is switched off is down, whatever its cable says. */
function portVariables(port: ModelPort, time: DeviceTime, read: Read): SnmpVariable[] {
  const { index, speed, traffic } = port;
  const isUp = (): boolean => port.oper === 'up' && read(`${ifTable}.7.${index}`)?.value === 1;
  const grown = (perSecond: number): number => (port.oper === 'up' ? perSecond * time.counting() : 0);
  const [inBytes, outBytes] = [traffic.in / 8, traffic.out / 8];
  const [inPackets, outPackets] = [inBytes / 700, outBytes / 700];
  return [
    ...row(ifTable, index, {
      1: integer(index), 2: octets(port.descr), 3: integer(port.type), 4: integer(port.mtu), 5: gauge(speed), 6: octets(port.mac),
      7: integer(port.admin === 'up' ? 1 : 2), 8: () => integer(isUp() ? 1 : 2), 9: ticks(0),
      10: () => counter(grown(inBytes)), 11: () => counter(grown(inPackets)), 13: counter(0), 14: counter(0),
      16: () => counter(grown(outBytes)), 17: () => counter(grown(outPackets)), 19: counter(0), 20: counter(0),
    }),
    ...row(ifXTable, index, {
      1: octets(port.name), 6: () => counter64(grown(inBytes)), 7: () => counter64(grown(inPackets)),
      10: () => counter64(grown(outBytes)), 11: () => counter64(grown(outPackets)), 14: integer(1),
      15: gauge(Math.floor(speed / 1e6)), 16: integer(2), 17: integer(1), 18: octets(port.alias), 19: () => ticks(time.discontinuity()),
    }),
  ];
}

/** The chassis of ENTITY-MIB (RFC 6933). */
function chassisVariables({ chassis, name }: SnmpModel): SnmpVariable[] {
  if (chassis === undefined) return [];
  return row('1.3.6.1.2.1.47.1.1.1.1', 1, {
    2: octets(chassis.description ?? chassis.model), 3: dotted('0.0'), 4: integer(0), 5: integer(3), 6: integer(-1), 7: octets(name),
    8: octets(chassis.hardware), 9: octets(chassis.firmware), 10: octets(chassis.software), 11: octets(chassis.serial),
    12: octets(chassis.maker), 13: octets(chassis.model), 14: octets(''), 15: octets(''), 16: integer(1),
  });
}

const lldp = '1.0.8802.1.1.2.1';

/** LLDP-MIB (IEEE 802.1AB-2005) and the bridge address of BRIDGE-MIB. Ports have the number of their interface. */
function neighbourVariables(model: SnmpModel, ports: readonly ModelPort[]): SnmpVariable[] {
  if (ports.length === 0) return [];
  const local = ports.flatMap(({ index, name, descr }) => row(`${lldp}.3.7.1`, index, { 2: integer(5), 3: octets(name), 4: octets(descr) }));
  const remote = model.neighbours.flatMap((neighbour, at) => {
    const port = ports.find(({ name }) => name === neighbour.port);
    if (port === undefined) throw new RangeError(`${model.name} has no port ${neighbour.port}`);
    return row(`${lldp}.4.1.1`, `0.${port.index}.${at + 1}`, {
      4: integer(4), 5: octets(macBytes(neighbour.mac)), 6: integer(5), 7: octets(neighbour.remotePort), 8: octets(neighbour.remotePort),
      9: octets(neighbour.name), 10: octets(neighbour.descr),
    });
  });
  return [
    { oid: `${lldp}.3.1.0`, value: integer(4) },
    { oid: `${lldp}.3.2.0`, value: octets(macBytes(model.mac)) },
    { oid: `${lldp}.3.3.0`, value: octets(model.name) },
    { oid: `${lldp}.3.4.0`, value: octets(model.descr) },
    ...local,
    ...remote,
    { oid: '1.3.6.1.2.1.17.1.1.0', value: octets(macBytes(model.mac)) },
    { oid: '1.3.6.1.2.1.17.1.2.0', value: integer(ports.length) },
  ];
}

const qBridge = '1.3.6.1.2.1.17.7.1';

/** BRIDGE-MIB's ports with their PVIDs. The bridge counts its ports from 1, whatever their ifIndex. */
function bridgeVariables({ name: called, vlans, stations }: SnmpModel, ports: readonly ModelPort[]): SnmpVariable[] {
  if (vlans.length === 0 && stations.length === 0) return [];
  const bridged = bridgedPorts(ports);
  const ownVlan = (port: string): number => vlans.find(({ untagged }) => untagged.flatMap(namesIn).includes(port))?.id ?? 1;
  return [
    { oid: `${qBridge}.1.1.0`, value: integer(1) },
    ...bridged.flatMap(({ index, name }, at) => [
      ...row('1.3.6.1.2.1.17.1.4.1', at + 1, { 1: integer(at + 1), 2: integer(index) }), { oid: `${qBridge}.4.5.1.1.${at + 1}`, value: gauge(ownVlan(name)) },
    ]),
    ...stations.flatMap(({ port, mac, vlan }) => {
      const at = bridged.findIndex(({ name }) => name === port);
      if (at < 0) throw new RangeError(`${called} has no port ${port}`);
      // Each VLAN has a table of its own number; 3 is an address that was learnt.
      return row(`${qBridge}.2.2.1`, `${vlan}.${macBytes(mac).join('.')}`, { 2: integer(at + 1), 3: integer(3) });
    }),
  ];
}

/** ipNetToMediaTable of IP-MIB (RFC 2011); 3 is an address that was asked for. */
function arpVariables({ arp }: SnmpModel, [first]: readonly ModelPort[]): SnmpVariable[] {
  const index = first?.index ?? 1;
  return arp.flatMap(({ address, mac }) => row('1.3.6.1.2.1.4.22.1', `${index}.${address}`, { 1: integer(index), 2: octets(macBytes(mac)), 3: { type: 'IpAddress', value: address }, 4: integer(3) }));
}

const ucd = '1.3.6.1.4.1.2021';
const hostResources = '1.3.6.1.2.1.25';
const storageTypes = { ram: `${hostResources}.2.1.2`, fixedDisk: `${hostResources}.2.1.4` };

/** What a server says of itself: HOST-RESOURCES-MIB (RFC 2790) and UCD-SNMP-MIB. */
function hostVariables({ host }: SnmpModel, uptime: Clock): SnmpVariable[] {
  if (host === undefined) return [];
  const { memoryMB, disks, load } = host;
  const storage = (index: number, type: string, name: string, sizeMB: number, usedMB: number): SnmpVariable[] =>
    row(`${hostResources}.2.3.1`, index, {
      1: integer(index), 2: dotted(type), 3: octets(name), 4: integer(4_096), 5: integer(sizeMB * 256), 6: integer(usedMB * 256),
    });
  return [
    { oid: `${hostResources}.1.1.0`, value: () => ticks(uptime()) },
    { oid: `${hostResources}.2.2.0`, value: integer(memoryMB.total * 1_024) },
    ...storage(1, storageTypes.ram, 'Physical memory', memoryMB.total, memoryMB.total - memoryMB.free),
    ...disks.flatMap(({ path, sizeMB, usedMB }, at) => storage(31 + at, storageTypes.fixedDisk, path, sizeMB, usedMB)),
    { oid: `${ucd}.4.5.0`, value: integer(memoryMB.total * 1_024) },
    { oid: `${ucd}.4.6.0`, value: integer(memoryMB.free * 1_024) },
    ...load.flatMap((value, at) => row(`${ucd}.10.1`, at + 1, { 1: integer(at + 1), 2: octets(`Load-${[1, 5, 15][at]}`), 3: octets(value.toFixed(2)) })),
  ];
}

/** The variables of a described device. `read` gives what a variable is now, after any SET. */
export function modelVariables(model: SnmpModel, time: DeviceTime, read: Read): readonly SnmpVariable[] {
  const ports = modelPorts(model);
  return [
    ...systemVariables(model, time),
    { oid: '1.3.6.1.2.1.2.1.0', value: integer(ports.length) },
    ...ports.flatMap((port) => portVariables(port, time, read)),
    ...chassisVariables(model),
    ...neighbourVariables(model, ports),
    ...bridgeVariables(model, ports),
    ...arpVariables(model, ports),
    ...hostVariables(model, () => time.uptime()),
    ...Object.entries(model.variables).map(([oid, value]) => ({ oid, value })),
  ];
}
