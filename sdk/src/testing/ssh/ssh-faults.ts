import { z } from 'zod';

/**
 * What an SSH server may do wrong, on demand.
 *
 * @experimental
 * @since 0.1.0
 */
export const sshFaultsSchema = z.strictObject({
  refuseLogin: z.boolean().optional(),
  changedHostKey: z.boolean().optional().meta({ description: 'Shows another host key than before, as a reinstalled machine or somebody between would.' }),
  latencyMs: z.number().min(0).optional().meta({ description: 'Waits before each command is run.' }),
  hang: z.boolean().optional().meta({ description: 'Takes commands and file operations and never answers.' }),
  disconnectAt: z.int().min(1).optional().meta({ description: 'Closes the connection instead of doing its n-th operation: a command, or a step of SFTP.' }),
  promptNoise: z.string().optional().meta({ description: 'Text that a start-up file prints before the output of every command.' }),
  diskFull: z.boolean().optional().meta({ description: 'Every write fails for want of room.' }),
});

/**
 * How an SSH simulator misbehaves.
 *
 * @experimental
 * @since 0.1.0
 */
export type SshFaults = z.infer<typeof sshFaultsSchema>;
