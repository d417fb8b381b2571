import type { SnmpReader } from '@jackfield/sdk';
import { basePortInterface, interfaces } from '../mib.ts';
import { columnOf, readCells, type Cells } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';

/** Names of ports by what other MIBs number them with. */
export interface PortLabels {
  ofInterface(index: number): string | null;
  /** By the port's number in the bridge (BRIDGE-MIB). */
  ofBridgePort(port: number): string | null;
}

function labelsOf(cells: Cells): PortLabels {
  const ofInterface = (index: number): string | null =>
    valueText(columnOf(cells, interfaces.name).get(String(index))) ?? valueText(columnOf(cells, interfaces.descr).get(String(index)));
  const ofBridgePort = (port: number): string | null => {
    const index = valueInteger(columnOf(cells, basePortInterface).get(String(port)));
    return index === null ? null : ofInterface(index);
  };
  return { ofInterface, ofBridgePort };
}

/** Read once an hour by the checks that name ports: names are the slow part of their tables. */
export async function readPortLabels(snmp: SnmpReader): Promise<PortLabels> {
  return labelsOf(await readCells(snmp, [interfaces.name, interfaces.descr, basePortInterface]));
}
