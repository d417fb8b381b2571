import { z } from 'zod';

export const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const;
/** `aes192` and `aes256` make their keys longer as net-snmp does (Blumenthal), the ones with a `c` as Cisco does (Reeder). */
export const privacyProtocols = ['des', 'aes', 'aes192', 'aes192c', 'aes256', 'aes256c'] as const;

const password = z.string().min(8, 'a password of at least 8 characters, as SNMPv3 wants it');

/**
 * A user of SNMPv3. What it has keys for it must use.
 *
 * @experimental
 * @since 0.1.0
 */
export const snmpUserSchema = z
  .strictObject({
    name: z.string().min(1).max(32),
    auth: z.strictObject({ protocol: z.enum(authProtocols), password }).optional(),
    privacy: z.strictObject({ protocol: z.enum(privacyProtocols), password }).optional(),
    mayWrite: z.boolean().default(false),
  })
  .refine(({ auth, privacy }) => auth !== undefined || privacy === undefined, 'privacy needs auth');

export type SnmpUser = z.output<typeof snmpUserSchema>;
/**
 * The same as a person writes it.
 *
 * @experimental
 * @since 0.1.0
 */
export type SnmpUserInput = z.input<typeof snmpUserSchema>;
export type AuthProtocol = (typeof authProtocols)[number];
export type PrivacyProtocol = (typeof privacyProtocols)[number];
