import { z } from 'zod';

const port = z.int().min(1).max(65_535);
const milliseconds = z.int().min(1).max(600_000);
const credentials = z.string().min(1).meta({ description: 'Name of an entry of credentials.yaml.' });

/** `settings.transports` of the cascade: how the host reaches the devices of a place. */
export const transportSettingsSchema = z.strictObject({
  snmp: z
    .strictObject({
      version: z.enum(['1', '2c', '3']).default('2c'),
      port: port.default(161),
      credentials: z.union([credentials, z.array(credentials).min(1)]).optional(),
      timeoutMs: milliseconds.default(2_000).meta({ description: 'For one try of one PDU.' }),
      retries: z.int().min(0).max(5).default(1),
      anySource: z.boolean().default(false).meta({ description: 'Take answers from another address than was asked: for agents with several that answer from the wrong one.' }),
      maxRepetitions: z.int().min(1).max(100).default(20).meta({ description: 'Where the adaptive bulk size begins.' }),
    })
    .prefault({}),
  ssh: z
    .strictObject({
      port: port.default(22),
      credentials: credentials.optional(),
      connectTimeoutMs: milliseconds.default(10_000),
      sessions: z.int().min(1).max(10).default(4).meta({ description: 'Channels at once on one connection.' }),
    })
    .prefault({}),
  ami: z
    .strictObject({
      port: port.default(5038),
      tls: z.boolean().default(false),
      credentials: credentials.optional(),
      fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate, pinned; without it the system\'s authorities decide.' }),
      connectTimeoutMs: milliseconds.default(5_000),
    })
    .prefault({}),
  http: z
    .strictObject({
      port: port.optional(),
      tls: z.boolean().default(true),
      credentials: credentials.optional(),
      fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate, pinned.' }),
    })
    .prefault({}),
  icmp: z.strictObject({ timeoutMs: milliseconds.default(1_000) }).prefault({}),
  tcp: z
    .strictObject({
      ports: z.record(z.string().regex(/^[1-9]\d{0,4}$/, 'a port'), port).optional().meta({ description: 'Where a device listens on another port than plugins ask for: "3493: 3494".' }),
      credentials: z.record(z.string().regex(/^[1-9]\d{0,4}$/, 'a port'), credentials).optional().meta({ description: 'By the port that plugins ask for: name of an entry of credentials.yaml, for plugins that log in there.' }),
    })
    .prefault({}),
});

export type TransportSettings = z.infer<typeof transportSettingsSchema>;
