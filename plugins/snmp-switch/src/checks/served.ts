import { snmpDotted, type SnmpReader } from '@jackfield/sdk';
import { enterpriseNumber, servedEnterprises } from '../discovery/vendor.ts';
import { system } from '../mib.ts';
import { presentAmong } from '../sensors/cells.ts';
import { Remembered } from './remembered.ts';

/** What a device has is looked for again after this; modules and software come and go. */
export const lookAgainMs = 3_600_000;
/** What a device lacked is looked for sooner: an agent that has just started may not have its tables yet. */
export const lookAgainForMs = 600_000;
const mostEnterprises = 16;

const known = new Remembered<ReadonlySet<number>>(lookAgainMs);

/** The enterprises whose MIBs an agent may have: its own, and those that it serves. */
export async function enterprisesOf(device: string, snmp: SnmpReader): Promise<ReadonlySet<number>> {
  const before = known.get(device);
  if (before !== null) return before;
  const [objectID] = await snmp.get([system.objectID]);
  const own = enterpriseNumber(snmpDotted(objectID?.value) ?? '');
  const others = (await servedEnterprises(snmp, mostEnterprises)).map(({ number }) => number);
  return known.keep(device, new Set(own === null ? others : [own, ...others]));
}

/** Whether a device has any of the columns; remembered, and for less time when it has none. */
export async function hasAny(remembered: Remembered<boolean>, device: string, snmp: SnmpReader, columns: readonly string[]): Promise<boolean> {
  const has = (await presentAmong(snmp, columns)).size > 0;
  return remembered.keep(device, has, has ? lookAgainMs : lookAgainForMs);
}
