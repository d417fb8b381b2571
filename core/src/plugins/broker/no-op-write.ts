import { Refused } from '@jackfield/sdk';
import { z } from 'zod';
import type { Operation } from '../../transports/index.ts';

type Set = Extract<Operation, { readonly op: 'snmp.set' }>;

const present = z.array(z.tuple([z.string(), z.string(), z.union([z.string(), z.number(), z.null()])]));

/** Refuses a SET of any other value than the present one, which the agent is asked for just before. */
export async function requireNoOp({ varbinds, context }: Set, perform: (get: Operation) => Promise<string>): Promise<void> {
  const answer = await perform({ op: 'snmp.get', oids: varbinds.map(([oid]) => oid), ...(context === undefined ? {} : { context }) });
  const now = present.parse(JSON.parse(answer));
  const other = varbinds.find(([, type, value], at) => now[at]?.[1] !== type || now[at][2] !== value);
  if (other === undefined) return;
  throw new Refused(`phase probe writes what is there already, and ${other[0]} is another`, {
    hint: 'The device changes by itself, or the plugin probes with a value of its own: tell its author.', data: { reason: 'no such value', operation: 'snmp.set', phase: 'probe' },
  });
}
