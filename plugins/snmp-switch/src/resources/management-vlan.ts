import { snmpNumber, snmpText, type SnmpReader } from '@jackfield/sdk';
import { addressInterface, interfaces } from '../mib.ts';

/** The VLAN whose interface has the address by which the host reaches the switch; null where none is known. */
export async function managementVlan(snmp: SnmpReader, address: string): Promise<number | null> {
  if (!/^\d+(\.\d+){3}$/.test(address)) return null;
  const [answer] = await snmp.get([`${addressInterface}.${address}`]);
  const index = snmpNumber(answer?.value);
  if (index === null) return null;
  const names = (await snmp.get([`${interfaces.name}.${index}`, `${interfaces.descr}.${index}`])).map(({ value }) => snmpText(value)?.trim() ?? '');
  // Vlan20, vlan.20, irb.20, VLAN-Interface 20: not Gi0/20.
  const [, id] = names.map((name) => /^(?:vlan|vl|irb|ve|svi|bvi)\D*(\d+)$/i.exec(name)).find((match) => match !== null) ?? [];
  return id === undefined ? null : Number(id);
}
