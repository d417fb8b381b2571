import { z } from 'zod';

const oid = z.string().max(1_024).regex(/^\d+(\.\d+)+$/);
const oids = z.array(oid).min(1).max(1_000);
const context = z.string().max(64).optional();
const walk = { maxRows: z.int().min(1).max(1_000_000).default(50_000), anyOrder: z.boolean().optional(), maxRepetitions: z.int().min(1).max(100).optional(), context };
const bytes = z.int().min(1).max(16 * 1_024 * 1_024).optional();
const line = z.string().max(1_024).regex(/^[^\r\n\0]*$/);
const fields = z.array(z.tuple([line, line])).max(120).default([]);
const path = z.string().max(4_096).regex(/^\/[^\0]*$/);
const text = z.record(z.string().max(128), z.string().max(8_192));

/** SNMP values cross as `[type, value]`; octets as Latin-1 text, Counter64 as decimal text. */
const settable = z.tuple([oid, z.enum(['Integer', 'Gauge32', 'TimeTicks', 'OctetString', 'ObjectIdentifier', 'IpAddress']), z.union([z.number(), z.string().max(65_535)])]);

/**
 * What a transport can be asked, exactly. Shapes come from plugins, so everything is bounded. Commands and scripts of
 * SSH, and logins of TCP, arrive here resolved by the broker: the argument vector, the script's text and the login's come
 * from the manifest, not from the plugin's message.
 */
export const operationSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('snmp.get'), oids, context }),
  z.strictObject({ op: z.literal('snmp.getNext'), oids, context }),
  z.strictObject({ op: z.literal('snmp.getBulk'), oids, maxRepetitions: z.int().min(1).max(1_000), context }),
  z.strictObject({ op: z.literal('snmp.walk'), root: oid, ...walk }),
  z.strictObject({ op: z.literal('snmp.table'), columns: z.record(z.string().max(64), oid), ...walk }),
  z.strictObject({ op: z.literal('snmp.set'), varbinds: z.array(settable).min(1).max(100), context }),
  z.strictObject({ op: z.literal('snmp.traps') }),
  z.strictObject({ op: z.literal('ssh.exec'), argv: z.array(z.string().max(8_192).regex(/^[^\0]*$/)).min(1).max(64), cli: z.literal(true).optional(), stdin: z.string().optional(), maxBytes: bytes, stream: z.boolean().default(false) }),
  z.strictObject({ op: z.literal('ssh.script'), text: z.string(), args: z.array(z.string().max(8_192).regex(/^[^\0]*$/)).max(64), maxBytes: bytes, stream: z.boolean().default(false) }),
  z.strictObject({ op: z.literal('ssh.readFile'), path, maxBytes: bytes }),
  z.strictObject({
    op: z.literal('ssh.writeFile'), path, content: z.base64(), mode: z.int().min(0).max(0o7777).optional(), uid: z.int().min(0).optional(), gid: z.int().min(0).optional(),
    expect: z.union([z.hex().length(64), z.null()]).optional(), validate: z.array(z.string()).min(1).optional().meta({ description: 'Argument vector; {file} is the temporary name.' }),
  }),
  z.strictObject({ op: z.literal('ssh.removeFile'), path }),
  z.strictObject({ op: z.literal('ami.action'), action: line, fields }),
  z.strictObject({ op: z.literal('ami.list'), action: line, fields, counted: line.optional() }),
  z.strictObject({ op: z.literal('ami.write'), action: line, fields }),
  z.strictObject({ op: z.literal('ami.call'), target: line.max(79) }),
  z.strictObject({ op: z.literal('ami.events'), names: z.array(line).min(1).max(64) }),
  z.strictObject({ op: z.literal('icmp.ping'), count: z.int().min(1).max(20).default(3) }),
  z.strictObject({
    op: z.literal('sip.options'), peer: z.string().max(253).regex(/^[A-Za-z0-9:](?:[A-Za-z0-9.:-]*[A-Za-z0-9:])?$/).optional(), port: z.int().min(1).max(65_535).default(5_060), protocol: z.enum(['udp', 'tcp']).default('udp'),
  }),
  z.strictObject({ op: z.literal('http.get'), path, query: text.default({}), headers: text.default({}), maxBytes: bytes }),
  z.strictObject({ op: z.literal('http.send'), method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']), path, query: text.default({}), headers: text.default({}), body: z.json().optional(), maxBytes: bytes }),
  z.strictObject({
    op: z.literal('tcp.exchange'), port: z.int().min(1).max(65_535),
    login: z.string().max(512).optional().meta({ description: 'Text of the manifest, with {user} and {password}.' }), send: z.base64().optional(),
    until: z.string().max(64).optional(), idleMs: z.int().min(1).max(60_000).default(1_000), maxBytes: bytes,
  }),
  // What only the host asks: the parts of a fingerprint.
  z.strictObject({ op: z.literal('fingerprint.snmp') }),
  z.strictObject({ op: z.literal('fingerprint.ssh') }),
  z.strictObject({ op: z.literal('fingerprint.ami') }),
  z.strictObject({ op: z.literal('fingerprint.http') }),
  z.strictObject({ op: z.literal('fingerprint.tcp'), port: z.int().min(1).max(65_535), send: z.string().max(64).optional() }),
]);

export type Operation = z.infer<typeof operationSchema>;

/** Which transport does it: `ami` of `ami.list`. */
export function transportOf({ op }: Operation): string {
  return op.slice(0, op.indexOf('.'));
}
