import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { basename } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { amiFaultsSchema, asteriskModelSchema } from '../ami/index.ts';
import { filesSchema } from '../files/index.ts';
import { httpFaultsSchema, httpLoginSchema, httpModelSchema } from '../http/index.ts';
import { machineModelSchema } from '../machine/index.ts';
import { snmpFaultsSchema, snmpModelSchema, snmpUserSchema } from '../snmp/index.ts';
import { shellModelSchema, sshFaultsSchema } from '../ssh/index.ts';
import { lineModelSchema, tcpFaultsSchema } from '../tcp/index.ts';

const port = z.int().min(1).max(65_535);
const text = z.string().min(1);

const snmp = z
  .strictObject({
    port: port.default(1_161),
    community: text.default('public'),
    writeCommunity: text.optional(),
    users: z.array(snmpUserSchema).default([]).meta({ description: 'Of SNMPv3.' }),
    model: snmpModelSchema.optional(),
    recording: text.optional().meta({ description: 'A .snmprec file, relative to this file.' }),
    faults: snmpFaultsSchema.default({}),
  })
  .refine(({ model, recording }) => (model === undefined) !== (recording === undefined), 'either model or recording');

const ssh = z.strictObject({
  port: port.default(2_222),
  software: text.optional().meta({ description: 'What the server calls itself, behind SSH-2.0-.' }),
  users: z
    .array(z.strictObject({ name: text, password: text.optional(), publicKey: text.optional(), uid: z.int().min(0).optional(), gid: z.int().min(0).optional() }).refine(({ password, publicKey }) => password !== undefined || publicKey !== undefined, 'a password or a publicKey'))
    .min(1),
  machine: machineModelSchema.prefault({}),
  shell: shellModelSchema.optional().meta({ description: 'The command line of a network device.' }),
  faults: sshFaultsSchema.default({}),
});

const ami = z.strictObject({ port: port.default(5_038), asterisk: asteriskModelSchema, faults: amiFaultsSchema.default({}) });

const http = z
  .strictObject({
    port: port.default(8_080),
    login: httpLoginSchema.optional().meta({ description: 'Asked of every request.' }),
    faults: httpFaultsSchema.default({}),
  })
  .extend(httpModelSchema.shape);

const lines = z.strictObject({ port, faults: tcpFaultsSchema.default({}) }).extend(lineModelSchema.shape);

/** A recording's file, served as it is. */
const recorded = z.strictObject({
  file: text.meta({ description: 'A recording, relative to this file.' }),
  ports: z
    .strictObject({
      snmp: port.default(1_161), ssh: port.default(2_222), ami: port.default(5_038), http: port.default(8_080),
      tcp: z.record(z.string().regex(/^\d+$/), port).default({}).meta({ description: 'Another port for a recorded one.' }),
    })
    .prefault({}),
  login: z.strictObject({ community: text.default('public'), user: text.default('jackfield'), secret: text.default('jackfield') }).prefault({}).meta({ description: 'What SNMP, SSH and AMI let in: the recording holds no secrets.' }),
});

const device = z
  .strictObject({
    title: text.optional(),
    address: z.string().refine((address) => isIP(address) !== 0, 'an IP address'),
    files: filesSchema.default({}).meta({ description: 'What SFTP and the PBX see, by path.' }),
    snmp: snmp.optional(),
    ssh: ssh.optional(),
    ami: ami.optional(),
    http: http.optional(),
    tcp: lines.optional().meta({ description: 'A protocol of lines.' }),
    recorded: recorded.optional(),
  })
  .refine(({ recorded: served, snmp: agent, ssh: shell, ami: manager, http: web, tcp }) => served === undefined || [agent, shell, manager, web, tcp].every((given) => given === undefined), 'either recorded or protocols')
  .refine(({ recorded: served, snmp: agent, ssh: shell, ami: manager, http: web, tcp }) => [served, agent, shell, manager, web, tcp].some((given) => given !== undefined), 'a device answers snmp, ssh, ami, http or tcp, or is recorded');

/**
 * simulators.yaml: devices that are played by this machine.
 *
 * @experimental
 * @since 0.1.0
 */
export const simulatorFileSchema = z.strictObject({ devices: z.array(device).min(1) }).meta({ title: 'Jackfield simulators' });

/**
 * A simulators.yaml that was read.
 *
 * @experimental
 * @since 0.1.0
 */
export type SimulatorFile = z.infer<typeof simulatorFileSchema>;
/**
 * One device of a simulators.yaml.
 *
 * @experimental
 * @since 0.1.0
 */
export type SimulatedDevice = SimulatorFile['devices'][number];

/**
 * Reads a simulators file. What is wrong with it is thrown as one error with a line for each complaint, `file:line:column: …`.
 *
 * @experimental
 * @since 0.1.0
 */
export function readSimulatorFile(file: string): SimulatorFile {
  const places = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: places, merge: true, prettyErrors: false });
  const name = basename(file);
  const at = (offset: number, message: string): string => {
    const { line, col } = places.linePos(offset);
    return `${name}:${line}:${col}: ${message}`;
  };
  if (document.errors.length > 0) throw new Error(document.errors.map(({ pos, message }) => at(pos[0], message.split('\n')[0] ?? '')).join('\n'));
  const value: unknown = isRecording(document) ? { devices: [{ address: '127.0.0.1', recorded: { file: name } }] } : document.toJS();
  const parsed = simulatorFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => at(offsetOf(document, path), `${path.join('.')}: ${message}`)).join('\n'));
}

/** A recording instead of a file that names one: its device is served on loopback. */
function isRecording(document: ReturnType<typeof parseDocument>): boolean {
  return document.get('recording') !== undefined && document.get('devices') === undefined;
}

/** Where a value stands, or the nearest above it that is there. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return 0;
}
