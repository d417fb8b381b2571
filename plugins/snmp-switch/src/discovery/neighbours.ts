import { snmpText, type Neighbour, type NetworkInterface, type SnmpReader, type SnmpValue } from '@jackfield/sdk';
import { cdp, fdp, lldp2Remote, lldpLocalPort, lldpRemote, lldpRemoteDescription, timetraLldpRemote } from '../mib.ts';
import { macAddress, readable, valueInteger, valueText } from '../text.ts';

/** LldpChassisIdSubtype and LldpPortIdSubtype (IEEE 802.1AB) that are not text. */
const chassisMac = 4;
const chassisNetworkAddress = 5;
const portMac = 3;
const portNetworkAddress = 4;

/** An LLDP network address: an IANA address family, then the address. */
function networkAddress(value: SnmpValue | undefined): string | null {
  if (value?.type !== 'OctetString') return null;
  const octets = [...value.value];
  if (octets.length === 5 && octets[0] === 1) return octets.slice(1).join('.');
  return valueText(value);
}

/** A chassis id in normal form. */
export function chassisId(subtype: number | null, value: SnmpValue | undefined): string | null {
  if (subtype === chassisMac) return macAddress(value) ?? valueText(value);
  return subtype === chassisNetworkAddress ? networkAddress(value) : valueText(value);
}

function portId(subtype: number | null, value: SnmpValue | undefined): string | null {
  if (subtype === portMac) return macAddress(value) ?? valueText(value);
  return subtype === portNetworkAddress ? networkAddress(value) : valueText(value);
}

type RemoteCells = { readonly [Column in keyof typeof lldpRemote]?: SnmpValue };

function lldpNeighbour(localPort: string | null, cells: RemoteCells): Neighbour {
  const portSubtype = valueInteger(cells.portSubtype);
  const port = portId(portSubtype, cells.port);
  const described = readable(snmpText(cells.portDescr));
  return {
    protocol: 'lldp',
    localPort,
    remoteName: readable(snmpText(cells.name)),
    remotePort: (portSubtype === portMac ? described : null) ?? port ?? described,
    remoteChassis: chassisId(valueInteger(cells.chassisSubtype), cells.chassis),
  };
}

/** Finds the interface that any of the names, MACs or numbers means. */
export type FindPort = (texts: readonly (string | null)[], number: number) => string | null;

function nameFinder(interfaces: readonly NetworkInterface[]): FindPort {
  const byText = new Map<string, string>();
  const byIndex = new Map(interfaces.map(({ index, name }) => [index, name]));
  const keys = ['mac', 'alias', 'description', 'name'] as const;
  for (const key of keys) for (const one of interfaces) if (one[key] !== null) byText.set(one[key].toLowerCase(), one.name);
  return (texts, number) => {
    for (const text of texts) {
      const found = text === null ? undefined : byText.get(text.toLowerCase());
      if (found !== undefined) return found;
    }
    const numbers = [...texts.map((text) => (text !== null && /^\d+$/.test(text) ? Number(text) : Number.NaN)), number];
    return numbers.map((each) => byIndex.get(each)).find((name) => name !== undefined) ?? texts.find((text) => text !== null) ?? null;
  };
}

/** Neighbours of LLDP-MIB. */
export async function readLldpMib(snmp: SnmpReader, find: FindPort): Promise<readonly Neighbour[]> {
  const remotes = await snmp.table(lldpRemote);
  if (remotes.length === 0) return [];
  const ports = new Map((await snmp.table(lldpLocalPort)).map(({ index, cells }) => [index, cells]));
  const nameless = remotes.some(({ cells }) => readable(snmpText(cells.name)) === null);
  const described = new Map(nameless ? (await snmp.table({ descr: lldpRemoteDescription })).map(({ index, cells }) => [index, readable(snmpText(cells.descr))]) : []);
  return remotes.map(({ index, cells }) => {
    // LocalPortNum is the second part; some agents leave the TimeMark out.
    const parts = index.split('.');
    const number = parts.length >= 3 ? (parts.at(-2) ?? '') : (parts[0] ?? '');
    const port = ports.get(number);
    const id = portId(valueInteger(port?.subtype), port?.id);
    const neighbour = lldpNeighbour(find([id, readable(snmpText(port?.descr))], Number(number)), cells);
    return { ...neighbour, remoteName: neighbour.remoteName ?? described.get(index) ?? null };
  });
}

/** Tables whose index names the interface itself. */
async function readLldpByInterface(snmp: SnmpReader, columns: { readonly [C in keyof typeof lldpRemote]: string }, find: FindPort): Promise<Neighbour[]> {
  const remotes = await snmp.table(columns);
  return remotes.map(({ index, cells }) => lldpNeighbour(find([], Number(index.split('.')[1])), cells));
}

async function readCache(snmp: SnmpReader, columns: typeof cdp | typeof fdp, protocol: 'cdp' | 'other', find: FindPort): Promise<Neighbour[]> {
  const rows = await snmp.table(columns);
  return rows.map(({ index, cells }) => ({
    protocol,
    localPort: find([], Number(index.split('.')[0])),
    // CDP adds the chassis serial in brackets: "switch.example.net(FOC0000X0XX)".
    remoteName: valueText(cells.name)?.replace(/\([^)]*\)$/, '') ?? null,
    remotePort: valueText(cells.port),
    remoteChassis: null,
  }));
}

const label = (name: string | null): string => (name ?? '').toLowerCase().split('.')[0] ?? '';

/** Neighbours by LLDP, then by CDP and FDP where LLDP has not named them on the same port. `lldpMib` reads LLDP-MIB, or knows what it says. */
export async function readNeighbours(snmp: SnmpReader, interfaces: readonly NetworkInterface[], lldpMib: (find: FindPort) => Promise<readonly Neighbour[]>): Promise<readonly Neighbour[]> {
  const find = nameFinder(interfaces);
  let lldp = await lldpMib(find);
  if (lldp.length === 0) lldp = await readLldpByInterface(snmp, lldp2Remote, find);
  if (lldp.length === 0) lldp = await readLldpByInterface(snmp, timetraLldpRemote, find);
  const all = [
    ...lldp,
    ...(await readCache(snmp, cdp, 'cdp', find)),
    ...(await readCache(snmp, fdp, 'other', find)),
  ];
  const seen = new Set<string>();
  return all.filter(({ localPort, remoteName, remotePort, remoteChassis }) => {
    if (remoteName === null && remotePort === null && remoteChassis === null) return false;
    const key = JSON.stringify([localPort, label(remoteName) || remoteChassis || remotePort]);
    return !seen.has(key) && seen.add(key);
  });
}
