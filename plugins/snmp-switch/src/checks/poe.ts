import { result, type Check, type Item, type Metric } from '@jackfield/sdk';
import { columnOf, readCells, type Cells } from '../sensors/cells.ts';
import type { Settings } from '../settings.ts';
import { valueInteger } from '../text.ts';
import { portLabels, type PortLabels } from './port-labels.ts';
import { Remembered } from './remembered.ts';
import { hasAny, lookAgainMs } from './served.ts';

/** POWER-ETHERNET-MIB (RFC 3621): pethPsePortTable, index group.port, and pethMainPseTable, index group. */
const port = { enabled: '1.3.6.1.2.1.105.1.1.1.3', detection: '1.3.6.1.2.1.105.1.1.1.6' } as const;
const main = { power: '1.3.6.1.2.1.105.1.3.1.1.2', status: '1.3.6.1.2.1.105.1.3.1.1.3', consumption: '1.3.6.1.2.1.105.1.3.1.1.4', threshold: '1.3.6.1.2.1.105.1.3.1.1.5' } as const;

/** pethPsePortDetectionStatus. */
const delivering = 3;
const detection: { readonly [status: number]: string } = { 1: 'off', 2: 'searching', 3: 'delivers power', 4: 'fault', 5: 'testing', 6: 'other fault' };
const faults = new Set([4, 6]);
/** pethMainPseOperStatus. */
const faulty = 3;
/** TruthValue. */
const isFalse = 2;

/** Whether a device has PoE at all. */
const remembered = new Remembered<boolean>(lookAgainMs);

function supplies(cells: Cells): Item[] {
  const several = columnOf(cells, main.power).size > 1;
  return Array.from(columnOf(cells, main.power)).flatMap(([group, raw]): Item[] => {
    const budget = valueInteger(raw) ?? 0;
    const [status, used, threshold] = [main.status, main.consumption, main.threshold].map((column) => valueInteger(columnOf(cells, column).get(group)));
    if (budget <= 0 && status !== faulty) return [];
    const name = several ? `Power supply ${group}` : 'Power supply';
    const metrics: Metric[] = [{ name: 'poe.budget', value: budget }, ...(used === null || used === undefined ? [] : [{ name: 'poe.used', value: used }])];
    if (status === faulty) return [{ name, state: 'critical', summary: 'faulty', metrics }];
    const isMuch = used !== null && used !== undefined && threshold !== null && threshold !== undefined && threshold > 0 && used * 100 > threshold * budget;
    return [{ name, state: isMuch ? 'warning' : 'ok', summary: `${used ?? 'an unknown part'} of ${budget} W used${isMuch ? `, above ${threshold} %` : ''}`, metrics }];
  });
}

/** A group's number is not always a slot's, and only where there is one group are its ports those of the bridge. */
function portName(index: string, labels: PortLabels, isAlone: boolean): string {
  const [, number = ''] = index.split('.');
  return (isAlone ? labels.ofBridgePort.get(Number(number)) : null) ?? `Port ${index.replace('.', '/')}`;
}

function ports(cells: Cells, labels: PortLabels): Item[] {
  const rows = Array.from(columnOf(cells, port.detection));
  const isAlone = new Set(rows.map(([index]) => index.split('.')[0])).size === 1;
  return rows.flatMap(([index, raw]): Item[] => {
    const status = valueInteger(raw) ?? 0;
    if (valueInteger(columnOf(cells, port.enabled).get(index)) === isFalse) return [];
    return [{ name: portName(index, labels, isAlone), state: faults.has(status) ? 'warning' : 'ok', summary: detection[status] ?? `status ${status}` }];
  });
}

/** Power over Ethernet: what is left of the budget, and the ports whose device cannot be powered. */
export const poe: Check<Settings> = async ({ device, snmp }) => {
  const hasPower = remembered.get(device.id) ?? (await hasAny(remembered, device.id, snmp, [port.detection, main.power]));
  if (!hasPower) return result.ok('No power over Ethernet');
  const cells = await readCells(snmp, [...Object.values(port), ...Object.values(main)]);
  const [mains, perPort] = [supplies(cells), ports(cells, await portLabels(device.id, snmp))];
  const powered = Array.from(columnOf(cells, port.detection).values(), valueInteger).filter((status) => status === delivering).length;
  const ill = perPort.filter(({ state }) => state !== 'ok');
  const metrics = [{ name: 'poe.ports.powered', value: powered }, { name: 'poe.ports.faulty', value: ill.length }];
  const supply = mains.find(({ state }) => state !== 'ok') ?? mains[0];
  const words = [...(supply === undefined ? [] : [supply.summary]), ...ill.slice(0, 3).map(({ name, summary }) => `${name} ${summary}`), `${powered} ports powered`];
  return result.fromItems(words.join(', '), [...mains, ...perPort], metrics);
};
