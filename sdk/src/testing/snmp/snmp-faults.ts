import { z } from 'zod';
import { commonFaults } from '../faults/index.ts';

const oid = z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits');
const { silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder } = commonFaults;

/**
 * What an agent may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const snmpFaultsSchema = z.strictObject({
  silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder,
  wrongRequestId: z.boolean().optional().meta({ description: 'Answers under the number of another request.' }),
  wrongEngineTime: z.int().optional().meta({ description: 'Seconds by which the time that its SNMPv3 engine tells is off; it still holds requests against the true one.' }),
  endlessWalk: oid.optional().meta({ description: 'OID of a column that never ends, such as `1.3.6.1.2.1.2.2.1.2`: rows are invented behind the last.' }),
  nonIncreasing: oid.optional().meta({ description: 'OID of a column whose last row is followed by its first.' }),
  noBulk: z.boolean().optional().meta({ description: 'Answers each GETBULK with genErr, as an agent that cannot do it.' }),
});

/**
 * How an SNMP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpFaults = z.infer<typeof snmpFaultsSchema>;
