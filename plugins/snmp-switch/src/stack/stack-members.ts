import type { Item, SnmpReader, State } from '@jackfield/sdk';
import { entity, entityPlace, stackWise, virtualChassisRole } from '../mib.ts';
import { columnOf, readCells, readInstances } from '../sensors/cells.ts';
import { valueInteger, valueText } from '../text.ts';
import { uniqueNames } from '../unique-names.ts';

/** A member of a stack as it says it is. */
export interface Member extends Item {
  /** A member may be set up and not be there. */
  readonly isHere: boolean;
}

export interface Stack {
  readonly members: readonly Member[];
  /** The cables between the members make no ring. */
  readonly isRingOpen: boolean;
}

/** cswSwitchRole. */
const roles: { readonly [role: number]: string } = { 1: 'active', 2: 'member', 3: 'no member', 4: 'standby' };
/** cswSwitchState: what each means, and whether it is there. */
const provisioned = 9;
const removed = 11;
const states: { readonly [state: number]: readonly [State, string] } = {
  1: ['warning', 'waits for the others'], 2: ['warning', 'joins'], 3: ['warning', 'added'], 4: ['ok', 'ready'], 5: ['critical', 'other SDM template'], 6: ['critical', 'other version'],
  7: ['critical', 'other features'], 8: ['warning', 'takes over'], [provisioned]: ['ok', 'set up, not there'], 10: ['critical', 'invalid'], [removed]: ['critical', 'removed'],
};
const isFalse = 2;

/** Members by CISCO-STACKWISE-MIB. */
export async function readStackWise(snmp: SnmpReader): Promise<Stack> {
  const cells = await readCells(snmp, Object.values(stackWise));
  const rows = Array.from(columnOf(cells, stackWise.state));
  const names = await readInstances(snmp, rows.map(([index]) => `${entity.name}.${index}`));
  const members = rows.map(([index, value]): Member => {
    const state = valueInteger(value) ?? 0;
    const [verdict, word] = states[state] ?? ['unknown', `state ${state}`];
    const [role, number] = [stackWise.role, stackWise.number].map((column) => valueInteger(columnOf(cells, column).get(index)));
    return {
      name: number ? `Switch ${number}` : (valueText(names.get(`${entity.name}.${index}`)) ?? `Member ${index}`),
      state: verdict, summary: `${roles[role ?? 0] ?? 'no role told'}, ${word}`, isHere: state !== provisioned && state !== removed,
    };
  });
  // Two chassis joined by StackWise Virtual have no stack ports, and no ring to be closed.
  const hasRing = columnOf(cells, stackWise.port).size > 0 && members.filter(({ isHere }) => isHere).length > 1;
  return { members, isRingOpen: hasRing && valueInteger(columnOf(cells, stackWise.ring).get('0')) === isFalse };
}

/** jnxVirtualChassisMemberRole. */
const chassisRoles: { readonly [role: number]: string } = { 1: 'master', 2: 'backup', 3: 'line card' };

/** Members by JUNIPER-VIRTUALCHASSIS-MIB. */
export async function readVirtualChassis(snmp: SnmpReader): Promise<Stack> {
  const cells = await readCells(snmp, [virtualChassisRole]);
  const members = Array.from(columnOf(cells, virtualChassisRole)).map(([index, role]): Member => ({
    name: `Member ${index}`, state: 'ok', summary: chassisRoles[valueInteger(role) ?? 0] ?? 'no role told', isHere: true,
  }));
  return { members, isRingOpen: false };
}

const chassis = 3;
const stack = 11;
const mostRows = 20_000;

/** Members by ENTITY-MIB: chassis in a stack. Rows without model and serial number are places for members that are not there. */
export async function readEntityMembers(snmp: SnmpReader): Promise<Stack> {
  const rows = await snmp.table(entityPlace, { maxRows: mostRows });
  const classOf = new Map(rows.map(({ index, cells }) => [index, valueInteger(cells.class)]));
  const told = rows.flatMap(({ index, cells }) => {
    const [model, serial] = [valueText(cells.model), valueText(cells.serial)];
    const isMember = classOf.get(index) === chassis && classOf.get(String(valueInteger(cells.within))) === stack;
    return isMember && (model !== null || serial !== null) ? [{ index, said: [model, serial].filter((text) => text !== null).join(', ') }] : [];
  });
  const names = await readInstances(snmp, told.map(({ index }) => `${entity.name}.${index}`));
  const unique = uniqueNames(told.map(({ index }) => valueText(names.get(`${entity.name}.${index}`)) ?? `Member ${index}`));
  const members = told.map(({ index, said }, at): Member => ({ name: unique[at] ?? `Member ${index}`, state: 'ok', summary: said, isHere: true }));
  return { members, isRingOpen: false };
}
