import { z } from 'zod';
import { commonFaults } from '../faults/index.ts';

const { silent, latencyMs, loss, seed, garbage, truncated, wrongOrder, halfOpen, disconnectAt, promptNoise, diskFull } = commonFaults;

/**
 * What an SSH server may do wrong, on demand. An operation is a command, a line typed at a shell, or a step of SFTP.
 *
 * @experimental
 * @since 0.1.0
 */
export const sshFaultsSchema = z.strictObject({
  silent, latencyMs, loss, seed, garbage, truncated, wrongOrder, halfOpen, disconnectAt, promptNoise, diskFull,
  refuseLogin: z.boolean().optional().meta({ description: 'No login is right.' }),
  changedHostKey: z.boolean().optional().meta({ description: 'Shows another host key than before, as a reinstalled machine or somebody between would.' }),
  shortReads: z.int().min(1).optional().meta({ description: 'The most bytes that one READ of SFTP gives, whatever is asked for.' }),
});

/**
 * How an SSH simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type SshFaults = z.infer<typeof sshFaultsSchema>;
