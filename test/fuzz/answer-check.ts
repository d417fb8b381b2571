import { rowsOfTable, type WireTable } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import type { Operation } from '../../core/src/transports/index.ts';

const oid = z.string().regex(/^\d+(\.\d+)*$/);
const number = z.number();
const cell = z.union([
  z.tuple([z.enum(['Integer', 'Counter32', 'Gauge32', 'TimeTicks']), number]),
  z.tuple([z.enum(['OctetString', 'Opaque']), z.string()]),
  z.tuple([z.enum(['ObjectIdentifier']), oid]),
  z.tuple([z.enum(['IpAddress']), z.ipv4()]),
  z.tuple([z.enum(['Counter64']), z.union([number, z.string().regex(/^\d{1,22}$/)])]),
  z.tuple([z.enum(['NoSuchObject', 'NoSuchInstance', 'EndOfMibView', 'Null']), z.null()]),
]);
const varbinds = z.array(z.tuple([oid, z.string(), z.union([z.string(), number, z.null()])]).refine(([, type, value]) => cell.safeParse([type, value]).success, 'a value of its type'));
const table = z.custom<WireTable>().transform(rowsOfTable).pipe(z.array(z.tuple([oid], z.union([cell, z.null()]))));
export const trap = z.strictObject({ oid, kind: z.enum(['trap', 'inform']), version: z.enum(['1', '2c', '3']), uptime: number.nullable(), varbinds, at: z.string() });

/** What is wrong with an answer; null for nothing. */
export function wrongWith({ op }: Operation, json: string): string | null {
  const answer: unknown = JSON.parse(json);
  const schema = op === 'snmp.set' ? z.null() : op === 'snmp.table' ? table : varbinds;
  const checked = schema.safeParse(answer);
  return checked.success ? null : `an answer of another form: ${z.prettifyError(checked.error).slice(0, 300)}`;
}
