import { z } from 'zod';

/**
 * What a manager may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const amiFaultsSchema = z.strictObject({
  silent: z.boolean().optional().meta({ description: 'Takes connections and says nothing.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each answer.' }),
  garbage: z.boolean().optional().meta({ description: 'Answers bytes that are no message.' }),
  disconnectIn: z.string().optional().meta({ description: 'Closes in the middle of the answer to this action.' }),
  listItemsLie: z.boolean().optional().meta({ description: 'ListItems says one more than came.' }),
  listNeverEnds: z.boolean().optional().meta({ description: 'Leaves the Complete event of a list out.' }),
  reloadLies: z.boolean().optional().meta({ description: 'Says a reload succeeded and does nothing.' }),
  shuttingDown: z.boolean().optional().meta({ description: 'Refuses every action and login as in a graceful shutdown.' }),
});

/**
 * How an AMI simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type AmiFaults = z.infer<typeof amiFaultsSchema>;
