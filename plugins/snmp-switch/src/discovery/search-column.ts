import type { SnmpReader, SnmpValue } from '@jackfield/sdk';
import { expression, valueText } from '../text.ts';

const rowsInPdu = 60;
const mostPdus = 20;

/** The first cell of a column that the pattern fits; given up after the 1,200 rows that the processes of a device hardly reach. */
export async function searchColumn(snmp: SnmpReader, column: string, pattern: string): Promise<SnmpValue | null> {
  let after = column;
  for (let pdu = 0; pdu < mostPdus; pdu += 1) {
    const varbinds = await snmp.getBulk([after], rowsInPdu);
    const cells = varbinds.filter(({ oid }) => oid.startsWith(`${column}.`));
    const found = cells.find(({ value }) => expression(pattern).test(valueText(value) ?? ''));
    if (found !== undefined) return found.value;
    const last = cells.at(-1)?.oid;
    if (last === undefined || last === after || cells.length < varbinds.length) return null;
    after = last;
  }
  return null;
}
