import { snmpDotted, snmpText, type SnmpReader, type SnmpValue, type Varbind } from '@jackfield/sdk';
import { system } from '../mib.ts';
import { readable } from '../text.ts';
import type { SystemGroup } from './profile.ts';

/** The objects by which an agent says what it is. */
export const systemGroup = [system.descr, system.objectID, system.name] as const;

/** sysObjectID; some agents send it as a text, or with the leading dot of the notation as if it were of the value. */
export function objectIDOf(value: SnmpValue | undefined): string {
  const told = snmpDotted(value) ?? snmpText(value)?.trim() ?? '';
  return /^\.?\d+(\.\d+)+$/.test(told) ? told.replace(/^\./, '') : '';
}

export function systemGroupOf(descr: Varbind | undefined, objectID: Varbind | undefined, name: Varbind | undefined): SystemGroup {
  return { objectID: objectIDOf(objectID?.value), descr: snmpText(descr?.value) ?? '', name: readable(snmpText(name?.value)) ?? '' };
}

export async function readSystemGroup(snmp: SnmpReader): Promise<SystemGroup> {
  const [descr, objectID, name] = await snmp.get(systemGroup);
  return systemGroupOf(descr, objectID, name);
}
