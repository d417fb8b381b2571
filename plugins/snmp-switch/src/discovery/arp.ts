import type { ArpEntry, SnmpReader } from '@jackfield/sdk';
import { arpTable } from '../mib.ts';
import { presentAmong } from '../sensors/cells.ts';
import { macAddress } from '../text.ts';
import type { Options } from './stations.ts';

const mostRows = 20_000;

/** InetAddressType (RFC 4001) of addresses without a zone, and their octets. */
const lengths: { readonly [type: string]: number | undefined } = { 1: 4, 2: 16 };

const isOctets = (parts: readonly number[], length: number): boolean => parts.length === length && parts.every((octet) => octet >= 0 && octet <= 255);

/** In the form that people write (RFC 5952), which the URL parser of the runtime makes. */
function ipv6(octets: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => (((octets[2 * at] ?? 0) << 8) | (octets[2 * at + 1] ?? 0)).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** The address of an index `ifIndex.type.length.octets`; null for other kinds, and for those of one link only, which mean nothing elsewhere. */
function anyAddress(index: readonly number[]): string | null {
  const [, type = 0, length = 0, ...octets] = index;
  if (lengths[type] !== length || !isOctets(octets, length)) return null;
  if (type === 1) return octets.join('.');
  const isLinkLocal = octets[0] === 0xfe && ((octets[1] ?? 0) & 0xc0) === 0x80;
  return isLinkLocal ? null : ipv6(octets);
}

function ipv4Address([, ...octets]: readonly number[]): string | null {
  return isOctets(octets, 4) ? octets.join('.') : null;
}

/**
 * Its ARP table, one column of it: the newer one where the agent has it, which knows of IPv6 as well. Broadcast and multicast
 * addresses are no neighbour's.
 */
export async function readArp(snmp: SnmpReader, options: Options): Promise<readonly ArpEntry[]> {
  const has = await presentAmong(snmp, Object.values(arpTable));
  const column = has.has(arpTable.any) ? arpTable.any : has.has(arpTable.ipv4) ? arpTable.ipv4 : null;
  if (column === null) return [];
  const addressOf = column === arpTable.any ? anyAddress : ipv4Address;
  const rows = await snmp.table({ mac: column }, { ...options(), maxRows: mostRows });
  return rows.flatMap(({ index, cells }): ArpEntry[] => {
    const [address, mac] = [addressOf(index.split('.').map(Number)), macAddress(cells.mac)];
    const isOne = mac !== null && mac !== '00:00:00:00:00:00' && (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0;
    return address === null || !isOne ? [] : [{ address, mac }];
  });
}
