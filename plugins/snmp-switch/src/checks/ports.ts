import { result, type Check, type Item, type Metric, type NetworkInterface, type SnmpReader, type SnmpRow } from '@jackfield/sdk';
import { interfaceStatus } from '../discovery/interfaces.ts';
import { portStatus, smallOctets } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';
import { portsOf, type StatusRow } from './port-facts.ts';

type Octets = SnmpRow<keyof typeof smallOctets>['cells'];

/** Interface types (IANAifType) that are no port of anything: loopback, other, tunnel, VLAN and bridge interfaces. */
const virtual = new Set(['1', '24', '53', '131', '135', '136', '142', '209']);

/** Metrics by the column that they come from. */
const metricNames = [
  ['inOctets', 'port.in.octets'], ['outOctets', 'port.out.octets'], ['inErrors', 'port.in.errors'], ['outErrors', 'port.out.errors'],
  ['inDiscards', 'port.in.discards'], ['outDiscards', 'port.out.discards'],
] as const;

function metricsOf(cells: StatusRow['cells'] | undefined, small: Octets | undefined): Metric[] {
  const metrics: Metric[] = [];
  for (const [column, name] of metricNames) {
    const value = valueInteger(cells?.[column]) ?? (column === 'inOctets' || column === 'outOctets' ? valueInteger(small?.[column]) : null);
    if (value !== null) metrics.push({ name, value });
  }
  return metrics;
}

/** Ports that count in 32 bits only: their octets, by index. */
async function smallCounters(snmp: SnmpReader, rows: readonly StatusRow[]): Promise<ReadonlyMap<string, Octets>> {
  if (rows.every(({ cells }) => cells.inOctets !== undefined)) return new Map();
  return new Map((await snmp.table(smallOctets)).map(({ index, cells }) => [index, cells]));
}

/** Whether a port's name or alias is one that a setting means. */
type Means = (port: NetworkInterface) => boolean;

function meaning(pattern: string): Means {
  if (pattern === '') return () => false;
  const expression = new RegExp(pattern, 'iu');
  return ({ name, alias }) => expression.test(name) || (alias !== null && expression.test(alias));
}

function portItem(port: NetworkInterface, name: string, isWatched: Means, metrics: Metric[]): Item {
  const label = port.alias === null ? '' : ` (${port.alias})`;
  if (port.operStatus === 'up' || port.operStatus === 'dormant') return { name, state: 'ok', summary: `up${label}`, metrics };
  if (port.operStatus === null || port.operStatus === 'unknown') return { name, state: 'ok', summary: `state not told${label}`, metrics };
  const state = isWatched(port) ? 'critical' : 'ok';
  return { name, state, summary: `${port.operStatus === 'lowerLayerDown' ? 'down with its members' : port.operStatus}${label}`, metrics };
}

/** Names for the ports: their own, with the number added where two ports share one. */
function uniqueNames(ports: readonly NetworkInterface[]): ReadonlyMap<NetworkInterface, string> {
  const count = new Map<string, number>();
  for (const { name } of ports) count.set(name, (count.get(name) ?? 0) + 1);
  return new Map(ports.map((port) => [port, count.get(port.name) === 1 ? port.name : `${port.name} #${port.index}`]));
}

/**
 * Every enabled port, by name. A port that is down is critical when `ports.watch` names it; an unused socket is no
 * fault, so the others are only counted.
 */
export const ports: Check<Settings> = async ({ device, snmp, settings }) => {
  const rows = await snmp.table(portStatus);
  const byIndex = new Map(rows.map(({ index, cells }) => [index, cells]));
  const isIgnored = meaning(settings.ports.ignore);
  const enabled = (await portsOf(device.id, snmp, rows)).flatMap((port): NetworkInterface[] => {
    const cells = byIndex.get(String(port.index));
    const adminStatus = cells?.adminStatus === undefined ? port.adminStatus : interfaceStatus(cells.adminStatus);
    if (adminStatus === 'down' || virtual.has(port.type ?? '') || isIgnored(port)) return [];
    return [{ ...port, adminStatus, operStatus: cells?.operStatus === undefined ? port.operStatus : interfaceStatus(cells.operStatus) }];
  });
  const small = await smallCounters(snmp, rows);
  const names = uniqueNames(enabled);
  const isWatched = meaning(settings.ports.watch);
  const items = enabled.map((port) => portItem(port, names.get(port) ?? port.name, isWatched, metricsOf(byIndex.get(String(port.index)), small.get(String(port.index)))));
  const up = enabled.filter(({ operStatus }) => operStatus === 'up').length;
  const down = items.filter(({ state }) => state === 'critical').map(({ name }) => name);
  const summary = down.length > 0 ? `${down.slice(0, 3).join(', ')} down, ${up} of ${enabled.length} ports up` : `${up} of ${enabled.length} enabled ports up`;
  return result.fromItems(summary, items, [
    { name: 'ports.up', value: up },
    { name: 'ports.down', value: enabled.length - up },
  ]);
};
