import { amiFaultsSchema, httpFaultsSchema, snmpFaultsSchema, sshFaultsSchema, tcpFaultsSchema } from '@jackfield/sdk/testing';
import { z } from 'zod';
import { complaints, didYouMean } from '../sites/index.ts';
import { faultsNotValid } from './errors.ts';

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

/** Throws when the faults of a device are none that its simulators know. */
export function requireFaults(device: string, faults: unknown): void {
  const found = faults === undefined ? [] : complaints(deviceFaultsSchema, faults);
  if (found.length === 0) return;
  const [hint] = found.flatMap(({ unknown }) => (unknown === undefined ? [] : (didYouMean(unknown.key, unknown.known) ?? [])));
  const told = found.map(({ path, message }) => `${['faults', ...path].map(String).join('.')}: ${message}`).join('; ');
  throw faultsNotValid(`device ${device}: ${told}`, { place: { device }, ...(hint === undefined ? {} : { hint: `Did you mean "${hint}"?` }) });
}
