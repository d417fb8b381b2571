import type { NetworkInterface, SnmpReader } from '@jackfield/sdk';
import { ifStack, memberOf } from '../mib.ts';
import { columnOf, presentAmong, readCells } from '../sensors/cells.ts';
import { valueInteger } from '../text.ts';

/** ieee8023adLag of IANAifType: what stands above its members in the table of layers. */
const aggregateType = '161';

/** The same interfaces, each member of a link aggregate with the aggregate's name: by LACP, by PAgP, else by the layers of IF-MIB. */
export async function withAggregates(snmp: SnmpReader, interfaces: readonly NetworkInterface[]): Promise<readonly NetworkInterface[]> {
  const tables = [memberOf.lacp, memberOf.pagp, ifStack];
  const cells = await readCells(snmp, [...(await presentAmong(snmp, tables))]);
  const byIndex = new Map(interfaces.map((one) => [one.index, one]));
  const aggregateOf = new Map<number, string>();
  const note = (member: number, aggregate: number): void => {
    const name = byIndex.get(aggregate)?.name;
    if (name !== undefined && member !== aggregate) aggregateOf.set(member, name);
  };
  for (const index of columnOf(cells, ifStack).keys()) {
    const [higher = 0, lower = 0] = index.split('.').map(Number);
    if (byIndex.get(higher)?.type === aggregateType) note(lower, higher);
  }
  for (const table of [memberOf.pagp, memberOf.lacp]) for (const [index, value] of columnOf(cells, table)) note(Number(index), valueInteger(value) ?? 0);
  return interfaces.map((one) => {
    const aggregate = aggregateOf.get(one.index);
    return aggregate === undefined ? one : { ...one, aggregate };
  });
}
