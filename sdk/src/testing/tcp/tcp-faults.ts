import { z } from 'zod';

/**
 * What a server of lines may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const tcpFaultsSchema = z.strictObject({
  halfOpen: z.boolean().optional().meta({ description: 'Takes connections and bytes, and never says anything: a peer that is gone without a word.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each answer.' }),
  garbage: z.boolean().optional().meta({ description: 'Answers bytes of no meaning.' }),
  truncated: z.boolean().optional().meta({ description: 'Closes after half of an answer.' }),
  disconnectAt: z.int().min(1).optional().meta({ description: 'Closes instead of answering the n-th line, and every one after it.' }),
});

/**
 * How a TCP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type TcpFaults = z.infer<typeof tcpFaultsSchema>;
