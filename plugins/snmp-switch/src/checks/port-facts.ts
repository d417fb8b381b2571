import type { NetworkInterface, SnmpReader, SnmpRow } from '@jackfield/sdk';
import { snmpText } from '@jackfield/sdk';
import { readInterfaces } from '../discovery/interfaces.ts';
import type { portStatus } from '../mib.ts';

export type StatusRow = SnmpRow<keyof typeof portStatus>;

/** What hardly ever changes is read again after this, or when ports come, go or are renamed. */
const staleMs = 5 * 60_000;
/** Switches whose ports are remembered; beyond that they are read each time. */
const mostDevices = 10_000;

interface Known {
  readonly readAt: number;
  readonly signature: string;
  readonly ports: readonly NetworkInterface[];
}

const known = new Map<string, Known>();

/** The ports of a device as its table of states lists them: descriptions, types and aliases need not be read each minute. */
export async function portsOf(device: string, snmp: SnmpReader, rows: readonly StatusRow[]): Promise<readonly NetworkInterface[]> {
  const signature = rows.map(({ index, cells }) => `${index} ${snmpText(cells.name) ?? ''}`).join('\n');
  const before = known.get(device);
  if (before !== undefined && before.signature === signature && performance.now() - before.readAt < staleMs) return before.ports;
  const ports = await readInterfaces(snmp);
  known.delete(device);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= mostDevices) known.delete(oldest);
  known.set(device, { readAt: performance.now(), signature, ports });
  return ports;
}

/** Something of them was pushed: they are read again. */
export function forgetPorts(device: string): void {
  known.delete(device);
}
