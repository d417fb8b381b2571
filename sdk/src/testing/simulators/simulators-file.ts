import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { amiFaultsSchema, asteriskModelSchema } from '../ami/index.ts';
import { filesSchema } from '../files/index.ts';
import { snmpFaultsSchema, snmpModelSchema } from '../snmp/index.ts';
import { sshFaultsSchema } from '../ssh/index.ts';

const text = z.string().min(1);
const port = z.int().min(1).max(65_535);

const answer = {
  stdout: z.string().default('').meta({ description: '{{now-26h}} in it is a moment; {{now-26h epoch}} the same in seconds since 1970.' }),
  stderr: z.string().default(''),
  code: z.int().min(0).max(255).default(0),
};

const snmp = z
  .strictObject({
    port: port.default(161),
    community: text.default('public'),
    writeCommunity: text.optional(),
    model: snmpModelSchema.optional(),
    recording: text.optional().meta({ description: 'A .snmprec file instead of a model; relative to this file.' }),
    faults: snmpFaultsSchema.default({}),
  })
  .refine(({ model, recording }) => (model === undefined) !== (recording === undefined), 'either a model or a recording');

const ssh = z.strictObject({
  port: port.default(22),
  software: text.optional().meta({ description: 'What the server calls itself.' }),
  users: z.array(z.strictObject({ name: text, password: text.optional(), publicKey: text.optional() })).min(1),
  programs: z
    .array(z.strictObject({ run: text.meta({ description: 'Its words; * stands for any word, ** at the end for any number of them.' }), ...answer }))
    .default([])
    .meta({ description: 'What commands say: the first that fits.' }),
  scripts: z
    .array(z.strictObject({ contains: text.meta({ description: 'Text that tells the script from others.' }), ...answer }))
    .default([])
    .meta({ description: 'What scripts say that come over standard input.' }),
  faults: sshFaultsSchema.default({}),
});

const ami = asteriskModelSchema.extend({ port: port.default(5038), faults: amiFaultsSchema.default({}) });

const device = z.strictObject({
  address: z.string().refine((value) => isIP(value) !== 0 && (value.startsWith('127.') || value === '::1'), 'a loopback address'),
  files: filesSchema.default({}).meta({ description: 'Files of the machine, in memory: SFTP and Asterisk see the same.' }),
  snmp: snmp.optional(),
  ssh: ssh.optional(),
  ami: ami.optional(),
});

/** simulators.yaml */
export const simulatorsSchema = z
  .strictObject({ devices: z.record(text, device) })
  .meta({ title: 'Jackfield simulators: devices that are not there, on loopback' });

export type DeviceModel = z.infer<typeof device>;
export type SshModel = z.infer<typeof ssh>;

/** A file of simulators that cannot be used; the message has a line for each fault, with its place. */
export class SimulatorsInvalid extends Error {
  override readonly name = 'SimulatorsInvalid';
}

/** Reads a simulators file; throws `SimulatorsInvalid` with file, line and column of all that is wrong. */
export async function readSimulators(file: string): Promise<ReadonlyMap<string, DeviceModel>> {
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SimulatorsInvalid(`${file} cannot be read`, { cause });
  });
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) throw new SimulatorsInvalid(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message.split('\n')[0]}`).join('\n'));
  const parsed = simulatorsSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return new Map(Object.entries(parsed.data.devices));
  const placeOf = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return at(Number(node.range[0]));
    }
    return file;
  };
  throw new SimulatorsInvalid(parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${path.join('.')}: ${message}`).join('\n'));
}
