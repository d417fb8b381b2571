import { amiFaultsSchema, httpFaultsSchema, snmpFaultsSchema, sshFaultsSchema, tcpFaultsSchema } from '@jackfield/sdk/testing';
import { z } from 'zod';

/** What a device of a test does wrong from the start, by protocol; `tcp` by port. */
export const deviceFaultsSchema = z.strictObject({
  snmp: snmpFaultsSchema.optional(),
  ssh: sshFaultsSchema.optional(),
  ami: amiFaultsSchema.optional(),
  http: httpFaultsSchema.optional(),
  tcp: z.record(z.coerce.number<string>().int().min(1).max(65_535), tcpFaultsSchema).optional(),
});

/**
 * How a described device misbehaves, by protocol.
 *
 * @experimental
 * @since 0.1.0
 */
export type DeviceFaults = z.infer<typeof deviceFaultsSchema>;
