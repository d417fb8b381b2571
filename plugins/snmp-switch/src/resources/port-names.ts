import { Conflict, snmpText, Unsupported, type SnmpReader } from '@jackfield/sdk';
import { interfaces } from '../mib.ts';

/** The ifIndex that the name has today; it may be another after a restart. */
export async function indexOf(snmp: SnmpReader, name: string): Promise<string> {
  const rows = await snmp.table({ name: interfaces.name, descr: interfaces.descr });
  for (const column of ['name', 'descr'] as const) {
    const found = rows.filter(({ cells }) => snmpText(cells[column])?.trim() === name);
    if (found.length > 1) throw new Conflict(`${found.length} ports are called ${name}`, { hint: 'Name the port by its other name, ifName or ifDescr.' });
    if (found[0] !== undefined) return found[0].index;
  }
  throw new Unsupported(`There is no port ${name}`, { hint: 'The names are those of `jackfield device`.' });
}

/** All ports by the names that `jackfield device` shows; of several that are called the same none. */
export async function portNames(snmp: SnmpReader): Promise<readonly { readonly index: string; readonly name: string }[]> {
  const rows = await snmp.table({ name: interfaces.name, descr: interfaces.descr });
  const named = rows.flatMap(({ index, cells }) => {
    const name = [snmpText(cells.name), snmpText(cells.descr)].map((text) => text?.trim() ?? '').find((text) => text !== '');
    return name === undefined ? [] : [{ index, name }];
  });
  return named.filter(({ name }) => named.filter((other) => other.name === name).length === 1);
}
