import type { NetworkInterface, SnmpReader, SnmpRow } from '@jackfield/sdk';
import { snmpText } from '@jackfield/sdk';
import { readInterfaces } from '../discovery/interfaces.ts';
import { isUnchanged, readLastChange, type LastChange } from '../discovery/spared.ts';
import { interfaces, lastChange, type portStatus } from '../mib.ts';
import { readable } from '../text.ts';
import { Shared } from './shared.ts';

export type StatusRow = SnmpRow<keyof typeof portStatus>;

/** What people write on ports is read again after this; all else too when ports come, go or are renamed. */
const staleMs = 5 * 60_000;
/** All is read again after this, whatever tells that the ports are the same. */
const staleUnchangedMs = 3_600_000;
/** Switches whose ports are remembered; beyond that they are read each time. */
const mostDevices = 50_000;

interface Known {
  readonly readAt: number;
  readonly allReadAt: number;
  readonly change: LastChange;
  readonly signature: string;
  /** Without aliases and addresses. */
  readonly ports: readonly NetworkInterface[];
  /** What somebody wrote on them, in their order. */
  readonly aliases: readonly (string | null)[];
}

const signatures = new Shared<string>();
const alike = new Shared<readonly NetworkInterface[]>();
const aliasLists = new Shared<readonly (string | null)[]>();

const known = new Map<string, Known>();

/** Whether the device says so (ifTableLastChange); where it does not tell, its ports are the same while all of them have the names that they had. */
function areSame(before: LastChange, now: LastChange, rows: readonly StatusRow[]): boolean {
  const isUntold = (before.changed ?? 0) === 0 && (now.changed ?? 0) === 0;
  return isUnchanged(before, now) || (isUntold && rows.every(({ cells }) => (snmpText(cells.name) ?? '') !== ''));
}

const withAliases = ({ ports, aliases }: Known): readonly NetworkInterface[] => ports.map((port, position) => ({ ...port, alias: aliases[position] ?? null }));

/** The ports of a device as its table of states lists them, without their addresses: what they are need not be read each minute. */
export async function portsOf(device: string, snmp: SnmpReader, rows: readonly StatusRow[]): Promise<readonly NetworkInterface[]> {
  const signature = rows.map(({ index, cells }) => `${index} ${snmpText(cells.name) ?? ''}`).join('\n');
  const before = known.get(device);
  if (before !== undefined && before.signature === signature && performance.now() - before.readAt < staleMs) return withAliases(before);
  const now = performance.now();
  const change = await readLastChange(snmp, lastChange.interfaces);
  const isSpared = before !== undefined && before.signature === signature && now - before.allReadAt < staleUnchangedMs && areSame(before.change, change, rows);
  const all = isSpared ? null : await readInterfaces(snmp);
  const bare = all === null ? (before?.ports ?? []) : all.map((port) => ({ ...port, alias: null, mac: null }));
  const aliases = all === null ? await readAliases(snmp, bare) : all.map(({ alias }) => alias);
  known.delete(device);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= mostDevices) known.delete(oldest);
  const kept: Known = {
    readAt: now, allReadAt: isSpared ? before.allReadAt : now, change, signature: signatures.of(signature, signature),
    ports: alike.of(JSON.stringify(bare), bare), aliases: aliasLists.of(JSON.stringify(aliases), aliases),
  };
  known.set(device, kept);
  return withAliases(kept);
}

async function readAliases(snmp: SnmpReader, ports: readonly NetworkInterface[]): Promise<readonly (string | null)[]> {
  const aliases = new Map((await snmp.table({ alias: interfaces.alias })).map(({ index, cells }) => [index, readable(snmpText(cells.alias))]));
  return ports.map(({ index }) => aliases.get(String(index)) ?? null);
}

/** Something of them was pushed: they are read again. */
export function forgetPorts(device: string): void {
  known.delete(device);
}
