import { z } from 'zod';

/**
 * What an HTTP server may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const httpFaultsSchema = z.strictObject({
  hang: z.boolean().optional().meta({ description: 'Takes requests and never answers.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each answer.' }),
  status: z.int().min(100).max(599).optional().meta({ description: 'Answers everything with this status and a page of HTML, as a proxy before a dead device does.' }),
  garbage: z.boolean().optional().meta({ description: 'Answers bytes that are no HTTP.' }),
  truncated: z.boolean().optional().meta({ description: 'Closes after half of the body.' }),
  disconnectAt: z.int().min(1).optional().meta({ description: 'Closes the connection instead of answering the n-th request, and every one after it.' }),
  diskFull: z.boolean().optional().meta({ description: 'Every write is 507 Insufficient Storage.' }),
});

/**
 * How an HTTP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpFaults = z.infer<typeof httpFaultsSchema>;
