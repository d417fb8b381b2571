import { z } from 'zod';

const oid = z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits');

/**
 * What an agent may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const snmpFaultsSchema = z.strictObject({
  silent: z.boolean().optional().meta({ description: 'Never answers.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each answer.' }),
  loss: z.number().min(0).max(1).optional().meta({ description: 'Share of requests not answered, evenly spread.' }),
  garbage: z.boolean().optional().meta({ description: 'Answers bytes that are no SNMP.' }),
  truncated: z.boolean().optional().meta({ description: 'Answers half of the message.' }),
  wrongRequestId: z.boolean().optional().meta({ description: 'Answers under the number of another request.' }),
  endlessWalk: oid.optional().meta({ description: 'A column that never ends: rows are invented behind the last.' }),
  nonIncreasing: oid.optional().meta({ description: 'A column whose last row is followed by its first.' }),
});

/**
 * How an SNMP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpFaults = z.infer<typeof snmpFaultsSchema>;
