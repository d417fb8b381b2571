import { OutcomeError, type NetworkInterface, type SnmpReader, type SnmpReadOptions, type SnmpValue, type Station } from '@jackfield/sdk';
import { Remembered } from '../checks/remembered.ts';
import { basePortInterface, bridgeFdb, currentVlan, vlanFdb, vtpVlan } from '../mib.ts';
import { columnOf, presentAmong, readCells } from '../sensors/cells.ts';
import { valueInteger } from '../text.ts';
import { bridgePortNames } from './vlans.ts';

/** dot1dTpFdbStatus and dot1qTpFdbStatus. */
const learnt = 3;
/** Ports with more addresses behind them lead to other bridges: every address of the network is behind them. */
const mostAtEdge = 8;
const mostStations = 20_000;
const mostRows = 20_000;
const mostVlans = 256;
const operational = 1;
const ethernet = 1;

/** Where an agent keeps a table of its own for each VLAN: by SNMPv1 and v2c, by SNMPv3. */
type ContextName = (vlan: number) => string;
const contexts: readonly ContextName[] = [String, (vlan) => `vlan-${vlan}`];

/** Devices that were silent to both: to wait for them again once a day is enough. */
const withoutContexts = new Remembered<true>(86_400_000);

/** Asked for each request: what is left of the time gets less. */
export type Options = () => SnmpReadOptions;

function macOf(parts: readonly string[]): string | null {
  const octets = parts.slice(-6).map(Number);
  if (octets.length !== 6 || octets.some((octet) => !(octet >= 0 && octet <= 255))) return null;
  return octets.map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}

interface Seen {
  readonly index: string;
  readonly port: number;
}

async function learntIn(snmp: SnmpReader, columns: { readonly port: string; readonly status: string }, options: SnmpReadOptions): Promise<readonly Seen[]> {
  const rows = await snmp.table({ port: columns.port, status: columns.status }, { ...options, maxRows: mostRows });
  return rows.flatMap(({ index, cells }): Seen[] => {
    const port = valueInteger(cells.port) ?? 0;
    return port > 0 && (valueInteger(cells.status) ?? learnt) === learnt ? [{ index, port }] : [];
  });
}

/** The VLAN of each table of addresses; where the agent does not tell, they have the same numbers. */
function vlanOfFdb(fdb: ReadonlyMap<string, SnmpValue>): (id: number) => number | null {
  const told = new Map(Array.from(fdb, ([index, value]) => [valueInteger(value) ?? 0, Number(index.split('.').at(-1))]));
  return (id) => told.get(id) ?? (told.size === 0 && id >= 1 && id <= 4_094 ? id : null);
}

/** Keeps of each port what is behind it, where that is little. */
function atEdge(all: readonly Station[]): readonly Station[] {
  const behind = Map.groupBy(all, ({ port }) => port);
  const few = new Set(Array.from(behind).flatMap(([port, stations]) => (new Set(stations.map(({ mac }) => mac)).size <= mostAtEdge ? [port] : [])));
  return all.filter(({ port }) => few.has(port)).slice(0, mostStations);
}

function stationsOf(seen: readonly Seen[], names: ReadonlyMap<number, string>, vlan: (index: string) => number | null): Station[] {
  return seen.flatMap(({ index, port }): Station[] => {
    const [mac, name] = [macOf(index.split('.')), names.get(port)];
    return mac === null || name === undefined ? [] : [{ mac, port: name, vlan: vlan(index) }];
  });
}

/** Cisco's switches answer the table of one VLAN at a time: under community@vlan, or in the context vlan-N. */
async function ofEachVlan(device: string, snmp: SnmpReader, interfaces: readonly NetworkInterface[], options: Options): Promise<readonly Station[] | null> {
  const cells = await readCells(snmp, Object.values(vtpVlan));
  const vlans = Array.from(columnOf(cells, vtpVlan.state)).flatMap(([index, state]) =>
    (valueInteger(state) === operational && (valueInteger(columnOf(cells, vtpVlan.type).get(index)) ?? ethernet) === ethernet ? [Number(index.split('.').at(-1))] : [])).slice(0, mostVlans);
  if (withoutContexts.get(device) !== null) return null;
  const found: Station[] = [];
  let way: ContextName | null = null;
  for (const vlan of vlans) {
    let answered = false;
    const ways: readonly ContextName[] = way === null ? contexts : [way];
    for (const context of ways) {
      try {
        const inContext = { ...options(), context: context(vlan) };
        const seen = await learntIn(snmp, bridgeFdb, inContext);
        const bridge = seen.length === 0 ? [] : await snmp.table({ interface: basePortInterface }, inContext);
        const names = bridgePortNames(new Map([[basePortInterface, new Map(bridge.flatMap(({ index, cells: { interface: value } }) => (value === undefined ? [] : [[index, value] as const])))]]), interfaces);
        found.push(...stationsOf(seen, names, () => vlan));
        way = context;
        answered = true;
        break;
      } catch (error) {
        // An agent without such contexts is silent, or refuses: it is asked no more.
        if (!(error instanceof OutcomeError)) throw error;
      }
    }
    if (answered) continue;
    if (way !== null) break;
    withoutContexts.keep(device, true);
    return null;
  }
  return found;
}

/** The addresses that a bridge has learnt behind ports with few of them; null where it cannot be asked. */
export async function readStations(device: string, snmp: SnmpReader, interfaces: readonly NetworkInterface[], options: Options): Promise<readonly Station[] | null> {
  const has = await presentAmong(snmp, [vlanFdb.port, bridgeFdb.port, basePortInterface, vtpVlan.state, currentVlan.fdb]);
  if (has.has(vlanFdb.port)) {
    const cells = await readCells(snmp, [basePortInterface, currentVlan.fdb]);
    const vlan = vlanOfFdb(columnOf(cells, currentVlan.fdb));
    return atEdge(stationsOf(await learntIn(snmp, vlanFdb, options()), bridgePortNames(cells, interfaces), (index) => vlan(Number(index.split('.')[0]))));
  }
  if (has.has(vtpVlan.state)) {
    const each = await ofEachVlan(device, snmp, interfaces, options);
    if (each !== null) return atEdge(each);
  }
  if (!has.has(bridgeFdb.port)) return [];
  const names = bridgePortNames(await readCells(snmp, [basePortInterface]), interfaces);
  return atEdge(stationsOf(await learntIn(snmp, bridgeFdb, options()), names, () => null));
}
