import { z } from 'zod';
import { commonFaults } from '../faults/index.ts';

const { silent, latencyMs, loss, seed, garbage, truncated, halfOpen, disconnectAt, diskFull } = commonFaults;

/**
 * What an HTTP server may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const httpFaultsSchema = z.strictObject({
  silent, latencyMs, loss, seed, garbage, truncated, halfOpen, disconnectAt, diskFull,
  status: z.int().min(100).max(599).optional().meta({ description: 'Answers everything with this status and a page of HTML, as a proxy before a dead device does.' }),
  endlessPages: z.boolean().optional().meta({ description: 'The last page of a list names the first as the next.' }),
});

/**
 * How an HTTP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpFaults = z.infer<typeof httpFaultsSchema>;
