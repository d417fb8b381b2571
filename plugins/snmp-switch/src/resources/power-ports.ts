import { Conflict, snmpNumber, snmpText, Unsupported, type SnmpReader } from '@jackfield/sdk';
import { ciscoPowerEntity, entity, interfaces, powerAdminEnable } from '../mib.ts';
import { indexOf } from './port-names.ts';

interface Ethernet {
  readonly index: string;
  readonly names: readonly string[];
}

const ethernetType = 6;
const numbersIn = (name: string): readonly number[] => (name.match(/\d+/g) ?? []).map(Number);

/** Whether a name such as Gi1/0/7, ge-1/0/7 or 7 is that of a port 7 of group 1: the group first where there are several numbers, zeros between. */
function isNamedFor(name: string, group: number, port: number): boolean {
  const numbers = numbersIn(name);
  return numbers.at(-1) === port && (numbers.length === 1 || numbers[0] === group) && numbers.slice(1, -1).every((number) => number === 0);
}

/** The interface of each port that gives power, by its index group.port; those left out of which nobody can tell. */
async function powerInterfaces(snmp: SnmpReader, indexes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ethernets = (await snmp.table({ name: interfaces.name, descr: interfaces.descr, type: interfaces.type }))
    .filter(({ cells }) => snmpNumber(cells.type) === ethernetType)
    .map(({ index, cells }): Ethernet => ({ index, names: [cells.name, cells.descr].map((text) => snmpText(text)?.trim() ?? '').filter((text) => text !== '') }));
  // Cisco tells the port's entity, whose name is the interface's.
  const entities = await snmp.table({ entity: ciscoPowerEntity });
  const entityNames = entities.length === 0 ? [] : await snmp.table({ name: entity.name });
  const told = (index: string): readonly Ethernet[] => {
    const own = snmpNumber(entities.find((row) => row.index === index)?.cells.entity);
    const name = snmpText(entityNames.find((row) => row.index === String(own))?.cells.name)?.trim();
    return name === undefined ? [] : ethernets.filter(({ names }) => names.includes(name));
  };
  const named = (index: string): readonly Ethernet[] => {
    const [group = 0, port = 0] = index.split('.').map(Number);
    return ethernets.filter(({ names }) => names.some((name) => isNamedFor(name, group, port)));
  };
  // Others number them as IF-MIB does: only believed where all are, and no names say otherwise.
  const byIndex = indexes.every((index) => named(index).length === 0 && ethernets.some((one) => one.index === index.split('.')[1]));
  return new Map(indexes.flatMap((index) => {
    const found = [told(index), named(index)].find(({ length }) => length > 0) ?? (byIndex ? ethernets.filter((one) => one.index === index.split('.')[1]) : []);
    return found.length === 1 && found[0] !== undefined ? [[index, found[0].index] as const] : [];
  }));
}

/** Index group.port of POWER-ETHERNET-MIB of a port by its name: the MIB itself does not say which interface that is. */
export async function powerIndexOf(snmp: SnmpReader, name: string): Promise<string> {
  const index = await indexOf(snmp, name);
  const rows = (await snmp.table({ enable: powerAdminEnable })).map((row) => row.index);
  if (rows.length === 0) throw new Unsupported('the agent tells of no port that gives power (POWER-ETHERNET-MIB)');
  const found = [...await powerInterfaces(snmp, rows)].filter(([, other]) => other === index);
  if (found.length > 1) throw new Conflict(`${name} fits ${found.length} ports of POWER-ETHERNET-MIB`);
  if (found[0] === undefined) throw new Unsupported(`${name} is none of the ports that give power, or the agent does not tell which`, { hint: 'Its ports of POWER-ETHERNET-MIB are numbered by group and port; their interfaces are found by name.' });
  return found[0][0];
}

/** Indexes of all interfaces that are known to give power. */
export async function poweredInterfaces(snmp: SnmpReader): Promise<ReadonlySet<string>> {
  return new Set((await powerInterfaces(snmp, (await snmp.table({ enable: powerAdminEnable })).map((row) => row.index))).values());
}
