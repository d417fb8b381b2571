import { interfaceStatuses, snmpText, type InterfaceStatus, type NetworkInterface, type SnmpReader, type SnmpRow, type SnmpValue } from '@jackfield/sdk';
import { interfaceIndex, interfaces as columns } from '../mib.ts';
import { macAddress, readable, valueInteger } from '../text.ts';

/** ifAdminStatus or ifOperStatus by name, from a number or, on wild agents, from its name. */
export function interfaceStatus(value: SnmpValue | undefined): InterfaceStatus | null {
  const number = valueInteger(value);
  if (number !== null) return interfaceStatuses[number - 1] ?? null;
  const name = snmpText(value)?.trim().toLowerCase();
  return interfaceStatuses.find((status) => status.toLowerCase() === name) ?? null;
}

const saturated = 4_294_967_295;

/** Bits per second: ifSpeed, and above what it can hold ifHighSpeed; null where neither says. */
function speedOf(speed: number | null, highSpeed: number | null): number | null {
  if (speed !== null && speed > 0 && speed < saturated) return speed;
  if (highSpeed !== null && highSpeed > 0) return highSpeed * 1_000_000;
  return speed !== null && speed > 0 ? speed : null;
}

/** All interfaces of IF-MIB, also those of which the agent tells no more than the number. */
export async function readAllInterfaces(snmp: SnmpReader): Promise<readonly NetworkInterface[]> {
  return interfacesOf(await snmp.table({ ifIndex: interfaceIndex, ...columns }));
}

/** The interfaces of IF-MIB of which anything is known, also those that only ifTable or only ifXTable has. */
export async function readInterfaces(snmp: SnmpReader): Promise<readonly NetworkInterface[]> {
  return interfacesOf(await snmp.table(columns));
}

function interfacesOf(rows: readonly SnmpRow<keyof typeof columns>[]): readonly NetworkInterface[] {
  return rows.flatMap(({ index, cells }) => {
    if (!/^\d+$/.test(index)) return [];
    const description = readable(snmpText(cells.descr));
    return [{
      index: Number(index),
      name: readable(snmpText(cells.name)) ?? description ?? `if${index}`,
      description,
      alias: readable(snmpText(cells.alias)),
      type: valueInteger(cells.type)?.toString() ?? null,
      adminStatus: interfaceStatus(cells.adminStatus),
      operStatus: interfaceStatus(cells.operStatus),
      speed: speedOf(valueInteger(cells.speed), valueInteger(cells.highSpeed)),
      mtu: valueInteger(cells.mtu),
      mac: macAddress(cells.physAddress),
    }];
  });
}
