import { z } from 'zod';
import { commonFaults } from '../faults/index.ts';

const { silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder, halfOpen, disconnectAt, promptNoise } = commonFaults;

/**
 * What a server of lines may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const tcpFaultsSchema = z.strictObject({ silent, latencyMs, loss, seed, garbage, truncated, duplicate, wrongOrder, halfOpen, disconnectAt, promptNoise });

/**
 * How a TCP simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type TcpFaults = z.infer<typeof tcpFaultsSchema>;
