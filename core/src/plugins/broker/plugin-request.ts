import { Refused } from '@jackfield/sdk';
import { isFields } from '@jackfield/sdk/runtime';
import { z } from 'zod';
import { operationSchema, type Operation } from '../../transports/index.ts';
import { entryOf, type NamedRequest } from '../grants/index.ts';
import type { InstalledPlugin } from '../installed-plugin.ts';

const name = z.string().max(128);
const limits = { maxBytes: z.int().min(1).max(16 * 1_024 * 1_024).optional(), stream: z.boolean().default(false) };

/** What crosses differently from a plugin: it names commands and scripts, the host knows what they are. */
const namedSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('ssh.exec'), command: name, values: z.record(name, z.string().max(8_192)).default({}), stdin: z.string().optional(), ...limits }),
  z.strictObject({ op: z.literal('ssh.script'), script: name, args: z.array(z.string().max(8_192)).max(64).default([]), ...limits }),
]);

const exchangeSchema = z.looseObject({ op: z.literal('tcp.exchange'), port: z.int(), login: z.boolean().default(false) });
const writeFileSchema = z.looseObject({ op: z.literal('ssh.writeFile'), validate: name.optional() });

function malformed(op: string, error: z.ZodError): Refused {
  return new Refused(`operation ${op} is malformed: ${z.prettifyError(error)}`, { data: { reason: 'malformed' } });
}

/** Fills `{placeholders}` of an argument vector: each stands alone, takes one value, and no value looks like an option. */
export function fillArguments(argv: readonly string[], values: { readonly [placeholder: string]: string }): string[] {
  const unused = new Set(Object.keys(values));
  const filled = argv.map((argument) => {
    const placeholder = /^\{([A-Za-z][A-Za-z0-9]*)\}$/.exec(argument)?.[1];
    if (placeholder === undefined) return argument;
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined;
    if (value === undefined) throw new Refused(`the command's {${placeholder}} has no value`, { data: { reason: 'malformed' } });
    if (value.startsWith('-') || value.includes('\0')) {
      throw new Refused(`the value of {${placeholder}} could be taken for an option`, { data: { reason: 'malformed' } });
    }
    unused.delete(placeholder);
    return value;
  });
  const [stray] = unused;
  if (stray !== undefined) throw new Refused(`the command has no {${stray}}`, { data: { reason: 'malformed' } });
  return filled;
}

/** Fills `{placeholders}` of lines for the command line of a device, which knows no quotes: a value is plain words, and nothing that such a line takes for more. */
function fillLines(lines: readonly string[], values: { readonly [placeholder: string]: string }): string[] {
  const unused = new Set(Object.keys(values));
  const filled = lines.map((line) => line.replaceAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (_all, placeholder: string) => {
    const value = Object.hasOwn(values, placeholder) ? values[placeholder] : undefined;
    if (value === undefined) throw new Refused(`the line's {${placeholder}} has no value`, { data: { reason: 'malformed' } });
    if (!/^[\p{L}\p{N}_./:@+,()-][\p{L}\p{N}_./:@+,() -]*$/u.test(value)) {
      throw new Refused(`the value of {${placeholder}} is more than plain words`, { hint: 'Letters, digits, blanks and _ . / : @ + , ( ) - may be typed.', data: { reason: 'malformed' } });
    }
    unused.delete(placeholder);
    return value;
  }));
  const [stray] = unused;
  if (stray !== undefined) throw new Refused(`the lines have no {${stray}}`, { data: { reason: 'malformed' } });
  return filled;
}

function operation(input: unknown, op: string): Operation {
  const parsed = operationSchema.safeParse(input);
  if (!parsed.success) throw malformed(op, parsed.error);
  return parsed.data;
}

/**
 * The operation a plugin's message asks for, with commands, scripts and logins taken from the manifest: whatever the message
 * holds, the command line is the manifest's. Throws `Refused` for anything else.
 */
export function resolveRequest(input: unknown, plugin: InstalledPlugin): NamedRequest {
  const op = isFields(input) ? input['op'] : undefined;
  if (typeof op !== 'string') throw new Refused('an operation without its "op"', { data: { reason: 'malformed' } });
  const ssh = plugin.manifest.permissions.ssh;

  if (op === 'ssh.exec' || op === 'ssh.script') {
    const named = namedSchema.safeParse(input);
    if (!named.success) throw malformed(op, named.error);
    const { data } = named;
    if (data.op === 'ssh.exec') {
      const { command, values, ...rest } = data;
      const entry = entryOf(ssh?.commands, command);
      if (entry === undefined) throw new Refused(`the manifest has no command "${command}"`, { data: { reason: `ssh.commands.${command}` } });
      return { operation: operation({ ...rest, ...(entry.cli === true ? { cli: true } : {}), argv: (entry.cli === true ? fillLines : fillArguments)(entry.argv, values) }, op), command };
    }
    const { script, args, ...rest } = data;
    const packaged = plugin.scripts.get(script);
    if (packaged === undefined) throw new Refused(`the manifest has no script "${script}"`, { data: { reason: `ssh.scripts.${script}` } });
    return { operation: operation({ ...rest, text: packaged.text, args }, op), script };
  }

  if (op === 'ssh.writeFile') {
    const named = writeFileSchema.safeParse(input);
    if (!named.success) throw malformed(op, named.error);
    const { validate, ...rest } = named.data;
    if (validate === undefined) return { operation: operation(rest, op) };
    const entry = entryOf(ssh?.commands, validate);
    if (entry === undefined) throw new Refused(`the manifest has no command "${validate}"`, { data: { reason: `ssh.commands.${validate}` } });
    if (entry.cli === true) throw new Refused(`"${validate}" is no program: it cannot validate a file`, { data: { reason: `ssh.commands.${validate}` } });
    return { operation: operation({ ...rest, validate: entry.argv }, op), validate };
  }

  if (op === 'tcp.exchange') {
    const named = exchangeSchema.safeParse(input);
    if (!named.success) throw malformed(op, named.error);
    const { login, ...rest } = named.data;
    if (!login) return { operation: operation(rest, op) };
    const entry = entryOf(plugin.manifest.permissions.tcp?.logins, String(rest.port));
    if (entry === undefined) throw new Refused(`the manifest has no login for port ${rest.port}`, { data: { reason: `tcp.logins.${rest.port}` } });
    return { operation: operation({ ...rest, login: entry.lines }, op) };
  }

  return { operation: operation(input, op) };
}
