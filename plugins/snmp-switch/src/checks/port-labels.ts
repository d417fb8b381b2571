import type { SnmpReader } from '@jackfield/sdk';
import { basePortInterface, interfaces } from '../mib.ts';
import { columnOf, readCells } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';
import { Remembered } from './remembered.ts';
import { lookAgainMs } from './served.ts';
import { Shared } from './shared.ts';

/** Names of ports by what other MIBs number them with. */
export interface PortLabels {
  /** By ifIndex. */
  readonly ofInterface: ReadonlyMap<number, string>;
  /** By the port's number in the bridge (BRIDGE-MIB). */
  readonly ofBridgePort: ReadonlyMap<number, string>;
}

const known = new Remembered<PortLabels>(lookAgainMs);
const alike = new Shared<PortLabels>();

/** Read once an hour for all the checks that name ports: names are the slow part of their tables. */
export async function portLabels(device: string, snmp: SnmpReader): Promise<PortLabels> {
  const before = known.get(device);
  if (before !== null) return before;
  const cells = await readCells(snmp, [interfaces.name, interfaces.descr, basePortInterface]);
  const ofInterface = new Map<number, string>();
  for (const column of [interfaces.descr, interfaces.name]) {
    for (const [index, value] of columnOf(cells, column)) {
      const name = valueText(value);
      if (name !== null) ofInterface.set(Number(index), name);
    }
  }
  const ofBridgePort = new Map<number, string>();
  for (const [port, value] of columnOf(cells, basePortInterface)) {
    const name = ofInterface.get(valueInteger(value) ?? 0);
    if (name !== undefined) ofBridgePort.set(Number(port), name);
  }
  return known.keep(device, alike.of(JSON.stringify([[...ofInterface], [...ofBridgePort]]), { ofInterface, ofBridgePort }));
}

/** The device has started anew: its numbers may mean other ports. */
export function forgetLabels(device: string): void {
  known.forget(device);
}
