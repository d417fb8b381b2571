import { z } from 'zod';
import { commonFaults } from '../faults/index.ts';

const { silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder, halfOpen, disconnectAt, diskFull } = commonFaults;

/**
 * What a manager may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const amiFaultsSchema = z.strictObject({
  silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder, halfOpen, disconnectAt, diskFull,
  disconnectIn: z.string().optional().meta({ description: 'Closes in the middle of the answer to this action.' }),
  listItemsLie: z.boolean().optional().meta({ description: 'ListItems says one more than came.' }),
  listNeverEnds: z.boolean().optional().meta({ description: 'Leaves the Complete event of a list out.' }),
  reloadLies: z.boolean().optional().meta({ description: 'Says a reload succeeded and does nothing.' }),
  reloadBusy: z.boolean().optional().meta({ description: 'Refuses a reload as while another one runs.' }),
  shuttingDown: z.boolean().optional().meta({ description: 'Refuses every action and login as in a graceful shutdown.' }),
});

/**
 * How an AMI simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type AmiFaults = z.infer<typeof amiFaultsSchema>;
