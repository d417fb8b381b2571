import { result, type Check, type Item, type Metric, type NetworkInterface, type SnmpRow } from '@jackfield/sdk';
import { readInterfaces } from '../discovery/interfaces.ts';
import { counters } from '../mib.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';

type Counters = SnmpRow<keyof typeof counters>['cells'];

/** Interface types (IANAifType) that are no port of anything: loopback, other, tunnel, VLAN and bridge interfaces. */
const virtual = new Set(['1', '24', '53', '131', '135', '136', '142', '209']);

function metricsOf(cells: Counters | undefined): Metric[] {
  if (cells === undefined) return [];
  const values: readonly (readonly [string, number | null])[] = [
    ['port.in.octets', valueInteger(cells.hcInOctets) ?? valueInteger(cells.inOctets)],
    ['port.out.octets', valueInteger(cells.hcOutOctets) ?? valueInteger(cells.outOctets)],
    ['port.in.errors', valueInteger(cells.inErrors)],
    ['port.out.errors', valueInteger(cells.outErrors)],
  ];
  return values.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

function fits(pattern: string, { name, alias }: NetworkInterface): boolean {
  if (pattern === '') return false;
  const expression = new RegExp(pattern, 'iu');
  return expression.test(name) || (alias !== null && expression.test(alias));
}

function portItem(port: NetworkInterface, name: string, settings: Settings['ports'], cells: Counters | undefined): Item {
  const metrics = metricsOf(cells);
  const label = port.alias === null ? '' : ` (${port.alias})`;
  if (port.operStatus === 'up' || port.operStatus === 'dormant') return { name, state: 'ok', summary: `up${label}`, metrics };
  if (port.operStatus === null || port.operStatus === 'unknown') return { name, state: 'ok', summary: `state not told${label}`, metrics };
  const state = fits(settings.watch, port) ? 'critical' : 'ok';
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
export const ports: Check<Settings> = async ({ snmp, settings }) => {
  const all = await readInterfaces(snmp);
  const enabled = all.filter((port) => port.adminStatus !== 'down' && !virtual.has(port.type ?? '') && !fits(settings.ports.ignore, port));
  const rows = new Map((await snmp.table(counters)).map(({ index, cells }) => [Number(index), cells]));
  const names = uniqueNames(enabled);
  const items = enabled.map((port) => portItem(port, names.get(port) ?? port.name, settings.ports, rows.get(port.index)));
  const up = enabled.filter(({ operStatus }) => operStatus === 'up').length;
  const down = items.filter(({ state }) => state === 'critical').map(({ name }) => name);
  const summary = down.length > 0 ? `${down.slice(0, 3).join(', ')} down, ${up} of ${enabled.length} ports up` : `${up} of ${enabled.length} enabled ports up`;
  return result.fromItems(summary, items, [
    { name: 'ports.up', value: up },
    { name: 'ports.down', value: enabled.length - up },
  ]);
};
