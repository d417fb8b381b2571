import {
  asteriskModelSchema, filesSchema, httpModelSchema, lineModelSchema, machineModelSchema, shellModelSchema, snmpModelSchema,
  type AsteriskModelInput, type FilesInput, type HttpModelInput, type LineModelInput, type MachineModelInput, type Programs, type ShellModelInput, type SnmpDevice, type SnmpModelInput,
} from '@jackfield/sdk/testing';
import type { HttpResponse } from '@jackfield/sdk';
import { z } from 'zod';
import type { CallTarget } from '../plugins/index.ts';
import { didYouMean, memberSchema, schemaKeys } from '../sites/index.ts';
import type { Operation } from '../transports/index.ts';
import { deviceFaultsSchema, type DeviceFaults } from './device-faults.ts';

/**
 * A request to the web interface of a device, as a test answers it.
 *
 * @experimental
 * @since 0.1.0
 */
export type HttpOperation = Extract<Operation, { op: `http.${string}` }>;

/**
 * What a device of a test answers. A protocol that is left out is not there: a plugin that asks for it fails the test.
 *
 * @experimental
 * @since 0.1.0
 */
export interface TestDevice {
  /** What the host knows of the device already. */
  readonly facts?: { readonly [Fact in 'vendor' | 'model' | 'os' | 'version' | 'serial' | 'labels']?: CallTarget[Fact] | undefined } | undefined;
  /** Files that SFTP and the PBX see, by path. */
  readonly files?: FilesInput | undefined;
  /** An agent by its description, by a `.snmprec` recording, or made by hand. SET works where a usual agent lets it. */
  readonly snmp?: { readonly model: SnmpModelInput } | { readonly recording: string } | { readonly device: SnmpDevice } | undefined;
  /** A machine by its description, programs that answer commands, or the command line of a network device. */
  readonly ssh?: { readonly machine: MachineModelInput } | { readonly programs: Programs } | { readonly shell: ShellModelInput } | undefined;
  /** A PBX; `classes` are those that its manager user has (`write=` of manager.conf), all unless told. */
  readonly ami?: {
    readonly asterisk: Omit<AsteriskModelInput, 'users'>;
    readonly classes?: readonly string[] | undefined;
    /** Test calls that the place names, as its setting `transports.ami.calls` does. */
    readonly calls?: readonly { readonly name: string; readonly extension: string; readonly context: string; readonly seconds?: number | undefined }[] | undefined;
  } | undefined;
  /** Documents that a REST interface keeps, or a function for anything else. */
  readonly http?: HttpModelInput | ((request: HttpOperation) => HttpResponse | Promise<HttpResponse>) | undefined;
  /** By port: a protocol of lines, or a function: what comes back for what was sent, the login before it; `closed` where nobody listens. */
  readonly tcp?: { readonly [port: number]: LineModelInput | 'closed' | ((sent: Buffer) => string | Buffer) } | undefined;
  /** What it does wrong from the start; a test sets the same at any time, as `host.device(name).snmp.faults`. */
  readonly faults?: DeviceFaults | undefined;
  /** A recording's file, relative to the plugin's folder: it answers for all that is not described beside it. */
  readonly recording?: string | undefined;
  /** Whether it answers echo requests. */
  readonly icmp?: boolean | undefined;
  /** What SIP servers answer to OPTIONS, by peer; `device` is the device itself. Null: nothing comes. */
  readonly sip?: { readonly [peer: string]: number | null } | undefined;
}

const fact = z.string().nullable().optional();

/**
 * A device as a YAML file describes it. Models are checked here and handed on as they were written: each simulator reads
 * its own again, so that its clocks begin when it starts.
 *
 * @experimental
 * @since 0.1.0
 */
export const deviceDescriptionSchema = z.strictObject({
  facts: z.strictObject({ vendor: fact, model: fact, os: fact, version: fact, serial: fact, labels: z.record(z.string(), z.string()).optional() }).optional(),
  files: asWritten(filesSchema).optional(),
  snmp: z.union([z.strictObject({ model: asWritten(snmpModelSchema) }), z.strictObject({ recording: z.string() })]).optional(),
  ssh: z.union([z.strictObject({ machine: asWritten(machineModelSchema) }), z.strictObject({ shell: asWritten(shellModelSchema) })]).optional(),
  ami: z.strictObject({ asterisk: asWritten(asteriskModelSchema.omit({ users: true })), classes: z.array(z.string()).optional(), calls: z.array(z.strictObject({ name: z.string(), extension: z.string(), context: z.string(), seconds: z.int().optional() })).optional() }).optional(),
  http: asWritten(httpModelSchema).optional(),
  tcp: z.record(z.coerce.number<string>().int().min(1).max(65_535), z.union([z.literal('closed'), asWritten(lineModelSchema)])).optional(),
  faults: deviceFaultsSchema.optional(),
  recording: z.string().optional(),
  icmp: z.boolean().optional(),
  sip: z.record(z.string(), z.int().min(200).max(699).nullable()).optional(),
});

/** With the key that was meant: whoever reads the issue later does not see the schema. */
function unknownKeys({ path, keys }: z.core.$ZodIssueUnrecognizedKeys, schema: z.ZodType): string {
  const known = schemaKeys(path.reduce<unknown>(memberSchema, schema));
  const told = keys.map((key) => [key, didYouMean(key, known)] as const);
  return told.map(([key, near]) => `unknown key "${key}"${near === null ? '' : `, did you mean "${near}"?`}`).join('; ');
}

/** Checks by the schema, and gives what was checked: without the defaults filled in. */
function asWritten<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.input<Schema>> {
  return z.custom<z.input<Schema>>().superRefine((value, context) => {
    for (const issue of schema.safeParse(value).error?.issues ?? []) context.addIssue({ code: 'custom', path: [...issue.path], message: issue.code === 'unrecognized_keys' ? unknownKeys(issue, schema) : issue.message });
  });
}
