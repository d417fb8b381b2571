import { z } from 'zod';
import { parseNetwork } from '../sites/index.ts';

const port = z.int().min(1).max(65_535);
const milliseconds = z.int().min(1).max(600_000);
const wholeOperation = (byDefault: number) =>
  milliseconds.default(byDefault).meta({ description: 'For a whole reading operation, connecting included, where the plugin does not say; a device that is silent for so long is unreachable.' });
const credentials = z.string().min(1).meta({ description: 'Name of an entry of credentials.yaml.' });
const jumpHop = z.strictObject({
  address: z.string().min(1).max(253).meta({ description: 'Of the jump host, as the hop before it reaches it; it needs no network of a site.' }),
  port: port.default(22),
  credentials,
});

// All of it becomes part of an Originate: nothing in it may end a header, a channel's name or an argument.
const testCall = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,78}$/, 'letters, digits, dots, hyphens and underscores').meta({ description: 'As plugins call it.' }),
  extension: z.string().regex(/^[0-9A-Za-z*#+]{1,79}$/, 'a number or a name').meta({ description: 'What is dialled: best one that answers by itself, such as a greeting.' }),
  context: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,78}$/, 'letters, digits, dots, hyphens and underscores').meta({ description: 'Of the dialplan of the PBX that calls: the way that the calls of its phones take.' }),
  seconds: z.int().min(1).max(120).default(15).meta({ description: 'How long it rings.' }),
  callerId: z.string().regex(/^[0-9+*#]{1,40}$/, 'a number').optional().meta({ description: 'Number that it shows; left out, none.' }),
});

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
      anyOrder: z.boolean().default(false).meta({ description: 'Go on where a walk goes back, which else ends it as broken: for agents that answer out of order. A name that comes again ends its column.' }),
      maxRepetitions: z.int().min(1).max(100).default(20).meta({ description: 'Where the adaptive bulk size begins.' }),
    })
    .prefault({}),
  ssh: z
    .strictObject({
      port: port.default(22),
      credentials: credentials.optional(),
      connectTimeoutMs: milliseconds.default(10_000).meta({ description: 'For the connection and the login.' }),
      timeoutMs: wholeOperation(20_000),
      sessions: z.int().min(1).max(9).default(4).meta({ description: 'Channels at once on one connection, and one more for files. Less than MaxSessions of the sshd, which is 10.' }),
      firstUse: z.enum(['accept', 'ask']).default('accept').meta({ description: 'The first host key that a server shows: `accept` records it; `ask` logs in nowhere until a person took it by `jackfield accept-hostkey`.' }),
      jump: z.union([jumpHop, z.array(jumpHop).max(8)]).optional().meta({ description: 'Jump hosts on the way to the device, as ProxyJump: one `{ address, port, credentials }` or a list, the nearest to this host first; `[]` goes straight where a level above sets some.' }),
    })
    .prefault({}),
  ami: z
    .strictObject({
      port: port.default(5038),
      tls: z.boolean().default(false),
      credentials: credentials.optional(),
      fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate, pinned; without it the system\'s authorities decide.' }),
      connectTimeoutMs: milliseconds.default(5_000).meta({ description: 'For the connection and the login.' }),
      timeoutMs: wholeOperation(10_000),
      calls: z.array(testCall).max(20).refine((calls) => new Set(calls.map(({ name }) => name)).size === calls.length, 'two calls of one name').default([]).meta({
        description: 'Test calls that plugins may have a PBX place, by name, where `plugins.<id>.calls` lets them. Phones ring.',
      }),
    })
    .prefault({}),
  http: z
    .strictObject({
      port: port.optional().meta({ description: 'Where the device listens; left out, 443 with TLS and 80 without.' }),
      tls: z.boolean().default(true).meta({ description: 'HTTPS; false for a device that speaks plain HTTP only.' }),
      credentials: credentials.optional(),
      fingerprint: z.string().optional().meta({ description: 'SHA-256 of the certificate, pinned.' }),
      timeoutMs: wholeOperation(10_000),
    })
    .prefault({}),
  icmp: z.strictObject({ timeoutMs: milliseconds.default(1_000).meta({ description: 'For one answer.' }) }).prefault({}),
  sip: z
    .strictObject({
      timeoutMs: milliseconds.default(5_000).meta({ description: 'For the final answer to one OPTIONS request, all its repetitions included.' }),
      peers: z.array(z.string().max(253).refine((text) => text.includes('/') ? typeof parseNetwork(text) !== 'string' : /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text), 'a network such as 192.0.2.0/29, or a host name')).default([]).meta({ description: 'Networks and host names beyond the networks of the site that plugins may ask: those of providers of trunks.' }),
    })
    .prefault({}),
  tcp: z
    .strictObject({
      timeoutMs: wholeOperation(10_000),
      ports: z.record(z.string().regex(/^[1-9]\d{0,4}$/, 'a port'), port).optional().meta({ description: 'Where a device listens on another port than plugins ask for: "3493: 3494".' }),
      credentials: z.record(z.string().regex(/^[1-9]\d{0,4}$/, 'a port'), credentials).optional().meta({ description: 'By the port that plugins ask for: name of an entry of credentials.yaml, for plugins that log in there.' }),
    })
    .prefault({}),
});

export type TransportSettings = z.infer<typeof transportSettingsSchema>;
