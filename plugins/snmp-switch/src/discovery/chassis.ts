import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { entity } from '../mib.ts';
import { valueInteger, valueText } from '../text.ts';

/** The chassis as ENTITY-MIB describes it. */
export type Chassis = { readonly [Fact in 'model' | 'description' | 'name' | 'serial' | 'software' | 'firmware' | 'hardware']: string | null };

const columns = Object.entries(entity) as readonly (readonly [keyof typeof entity, string])[];
const chassisClass = 3;
const stackClass = 11;
const rowsRead = 12;

type Row = Partial<Record<keyof typeof entity, SnmpValue>>;

function rank(row: Row): number {
  const [serial, model] = [valueText(row.serial), valueText(row.model)];
  const facts = (serial === null ? 0 : 2) + (model === null ? 0 : 1);
  switch (valueInteger(row.class)) {
    case chassisClass:
      return 10 + facts;
    case stackClass:
      // A stack that says nothing of itself stands above the members that do.
      return facts === 0 ? 0 : 5 + facts;
    default:
      return facts;
  }
}

/**
 * The device's chassis: the first of the best described in the first rows of entPhysicalTable, in one PDU. Agents
 * without a chassis row put the device into another class, or only into row 1.
 */
export async function readChassis(snmp: SnmpReader): Promise<Chassis | null> {
  const varbinds = await snmp.getBulk(columns.map(([, oid]) => oid), rowsRead);
  const rows = new Map<string, Row>();
  for (const { oid, value } of varbinds) {
    const column = columns.find(([, root]) => oid.startsWith(`${root}.`));
    if (column === undefined || value.value === null) continue;
    const index = oid.slice(column[1].length + 1);
    const row = rows.get(index) ?? {};
    row[column[0]] = value;
    rows.set(index, row);
  }
  let best: Row | null = null;
  for (const row of rows.values()) if (best === null || rank(row) > rank(best)) best = row;
  if (best === null) return null;
  const fact = (name: keyof typeof entity): string | null => valueText(best[name]);
  return {
    model: fact('model'),
    description: fact('description'),
    name: fact('name'),
    serial: fact('serial'),
    software: fact('software'),
    firmware: fact('firmware'),
    hardware: fact('hardware'),
  };
}
