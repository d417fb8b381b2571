import { z } from 'zod';
import { outcomeKinds } from '../../contract/outcome.ts';
import { parseVariableLines } from './snmp-lines.ts';

const oid = z.string().regex(/^\d+(\.\d+)+$/, 'an OID in dotted digits');
const text = z.string();
const context = text.optional().meta({ description: 'SNMPv3 context, or the part after @ of a community.' });
const variables = text.superRefine((block, issues) => {
  try {
    parseVariableLines(block);
  } catch (error) {
    issues.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
}).meta({ description: 'One variable a line: OID = TYPE: value. Octets are text in quotes, or `hex` and their digits.' });
const messages = text.meta({ description: 'As on the wire, without ActionID: the answer, the events of a list, the event that completes it; an empty line after each.' });

/** Text where the bytes are text; else Latin-1 of devices that speak it, or base64. */
const bytes = z.union([text, z.strictObject({ latin1: text }), z.strictObject({ base64: z.base64() })]);

const file = z
  .strictObject({ mode: z.string().regex(/^[0-7]{3,4}$/), uid: z.int().default(0), gid: z.int().default(0), content: bytes })
  .nullable()
  .meta({ description: 'null: there is no such file.' });

const output = z.strictObject({
  code: z.int().nullable().default(0),
  signal: text.nullable().default(null),
  stdout: text.default(''),
  stderr: text.default(''),
  truncated: z.boolean().default(false),
});

const ping = z.strictObject({
  sent: z.int(), received: z.int(),
  rttMs: z.strictObject({ min: z.number(), average: z.number(), max: z.number() }).nullable(),
});

const sip = z.strictObject({ status: z.int().nullable(), reason: text, rttMs: z.number().nullable(), sent: z.int(), server: text.nullable() });

const response = z.strictObject({
  status: z.int(),
  headers: z.record(text, text).default({}),
  body: text.optional(),
  json: z.json().optional().meta({ description: 'The body, when it is JSON.' }),
});

const failure = z.strictObject({
  outcome: z.enum(outcomeKinds),
  layer: text.optional().meta({ description: 'Where the time went: queue, connect, login, request, thread.' }),
  message: text,
  hint: text.optional(),
});

/**
 * How an operation failed when it was recorded.
 *
 * @experimental
 * @since 0.1.0
 */
export type RecordedFailure = z.infer<typeof failure>;
export type RecordedBytes = z.infer<typeof bytes>;

const asks = {
  get: z.strictObject({ ask: z.enum(['snmp.get', 'snmp.getNext']), oids: z.array(oid).min(1), context }),
  bulk: z.strictObject({ ask: z.literal('snmp.getBulk'), oids: z.array(oid).min(1), maxRepetitions: z.int().min(1), context }),
  walk: z.strictObject({ ask: z.literal('snmp.walk'), root: oid, context }),
  table: z.strictObject({ ask: z.literal('snmp.table'), columns: z.record(text, oid), context }),
  exec: z.strictObject({ ask: z.literal('ssh.exec'), argv: z.array(text).min(1), stdin: text.optional() }),
  script: z.strictObject({ ask: z.literal('ssh.script'), script: z.hex().length(64).meta({ description: 'SHA-256 of the script\'s text.' }), args: z.array(text).default([]) }),
  readFile: z.strictObject({ ask: z.literal('ssh.readFile'), path: text }),
  ami: z.strictObject({ ask: z.enum(['ami.action', 'ami.list']), action: text, fields: z.array(z.tuple([text, text])).default([]) }),
  ping: z.strictObject({ ask: z.literal('icmp.ping') }),
  sip: z.strictObject({ ask: z.literal('sip.options'), peer: text.optional(), port: z.int().min(1).max(65_535).default(5_060), protocol: z.enum(['udp', 'tcp']).default('udp') }),
  http: z.strictObject({ ask: z.literal('http.get'), path: text, query: z.record(text, text).default({}), headers: z.record(text, text).default({}) }),
  tcp: z.strictObject({ ask: z.literal('tcp.exchange'), port: z.int().min(1).max(65_535), send: bytes.optional(), until: text.optional() }),
  fingerprint: z.strictObject({ ask: z.enum(['fingerprint.snmp', 'fingerprint.ssh', 'fingerprint.ami', 'fingerprint.http']) }),
  firstLine: z.strictObject({ ask: z.literal('fingerprint.tcp'), port: z.int().min(1).max(65_535), send: text.optional() }),
};

/** What was asked, without what came of it. */
export const askSchema = z.discriminatedUnion('ask', [
  asks.get, asks.bulk, asks.walk, asks.table, asks.exec, asks.script, asks.readFile, asks.ami, asks.ping, asks.sip, asks.http, asks.tcp, asks.fingerprint, asks.firstLine,
]);

export type RecordedAsk = z.infer<typeof askSchema>;

const during = text.optional().meta({ description: 'The call that asked, such as `check ports`: a replay of that call is answered from here first.' });
const came = <Answer extends z.ZodType>(answer: Answer) => ({ during, answer: answer.optional(), fails: failure.optional() });

/**
 * An operation as the transports see it, and what came of it: an answer, or the outcome that was thrown.
 *
 * @experimental
 * @since 0.1.0
 */
export const exchangeSchema = z
  .discriminatedUnion('ask', [
    asks.get.extend(came(variables)), asks.bulk.extend(came(variables)), asks.walk.extend(came(variables)), asks.table.extend(came(variables)),
    asks.exec.extend(came(output)), asks.script.extend(came(output)), asks.readFile.extend(came(file)), asks.ami.extend(came(messages)), asks.ping.extend(came(ping)), asks.sip.extend(came(sip)),
    asks.http.extend(came(response)), asks.tcp.extend(came(bytes)), asks.fingerprint.extend(came(z.json())),
    asks.firstLine.extend(came(text.nullable())),
  ])
  .refine(({ answer, fails }) => (answer === undefined) !== (fails === undefined), 'either answer or fails');

/**
 * What was asked, and what came.
 *
 * @experimental
 * @since 0.1.0
 */
export type Exchange = z.infer<typeof exchangeSchema>;

const fact = text.nullable().default(null);
const count = z.int().min(0);

/**
 * What may be replaced by fictions of the same shape, besides secrets, which always are.
 *
 * @experimental
 * @since 0.1.0
 */
export const fictionKinds = ['addresses', 'names', 'serials'] as const;

/**
 * One of `fictionKinds`.
 *
 * @experimental
 * @since 0.1.0
 */
export type FictionKind = (typeof fictionKinds)[number];

/**
 * A recording: dialogues with one device, in a file that people read, review and edit.
 *
 * @experimental
 * @since 0.1.0
 */
export const recordingSchema = z
  .strictObject({
    recording: z.literal(1).meta({ description: 'Version of the format.' }),
    recordedAt: z.iso.datetime().optional(),
    device: z.strictObject({ name: text, kind: fact, vendor: fact, model: fact, os: fact, version: fact, serial: fact }),
    plugins: z
      .array(z.strictObject({ id: text, version: text, settings: z.record(text, z.json()).optional().meta({ description: 'What its settings were, where they were set.' }) }))
      .default([])
      .meta({ description: 'Whose calls were recorded.' }),
    redacted: z
      .strictObject({ secrets: count, addresses: count.optional(), names: count.optional(), serials: count.optional() })
      .optional()
      .meta({ description: 'How many different values of each kind were replaced.' }),
    allowed: z
      .array(z.strictObject({ line: text, reason: text.min(10, 'a reason of at least some words') }))
      .default([])
      .meta({ description: 'Lines that look like a secret and are none, as they stand in this file.' }),
    exchanges: z.array(exchangeSchema),
  })
  .meta({ title: 'Jackfield recording' });

/**
 * The dialogues with one device, as its file holds them.
 *
 * @experimental
 * @since 0.1.0
 */
export type Recording = z.output<typeof recordingSchema>;
