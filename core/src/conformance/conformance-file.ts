import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { complaints, didYouMean, type Complaint } from '../sites/index.ts';
import { deviceDescriptionSchema } from '../test-host/index.ts';
import { conformanceFileInvalid, nothingToTry } from './errors.ts';

const name = z.string().min(1);
const fact = z.string().nullable();

const device = deviceDescriptionSchema.extend({
  expect: z
    .strictObject({ kind: name, name: fact, vendor: fact, model: fact, os: fact, version: fact, serial: fact })
    .partial()
    .optional()
    .meta({ description: 'What identify must say of it.' }),
});

const push = z.strictObject({
  resource: name,
  device: name,
  spec: z.record(z.string(), z.json()),
  leaves: z.array(z.strictObject({ what: name, reason: z.string().min(20, 'a reason of at least a sentence') })).default([]).meta({
    description: 'What its undo cannot take away from the device, such as `files./etc/acme/ports.conf`, and why. What reads is undone all the same.',
  }),
});

const exemption = z.strictObject({
  rule: name,
  of: z.array(name).optional().meta({ description: 'Which findings; all of the rule unless named.' }),
  reason: z.string().min(20, 'a reason of at least a sentence'),
});

/** What a plugin is tried on: devices, pushes, what is not its own, and what it is excused from. */
export const conformanceFileSchema = z
  .strictObject({
    devices: z.record(name, device).refine((devices) => Object.keys(devices).length > 0, 'at least one device'),
    foreign: z.record(name, deviceDescriptionSchema).default({}).meta({ description: 'Devices that are not the plugin\'s, to be left alone by identify.' }),
    settings: z.record(z.string(), z.json()).default({}),
    pushes: z.array(push).default([]).meta({ description: 'A spec for each resource, as a change would hold it.' }),
    with: z.array(name).default([]).meta({ description: 'Plugins that must be there too, by folder or package name: the one whose point is contributed to.' }),
    exemptions: z.array(exemption).default([]),
  })
  .meta({ title: 'Jackfield conformance' });

export type ConformanceFile = z.output<typeof conformanceFileSchema>;

/** Reads conformance.yaml of a plugin's folder; recordings become absolute paths. Errors name file and line. */
export function readConformanceFile(directory: string): ConformanceFile {
  const file = join(directory, 'conformance.yaml');
  const lines = new LineCounter();
  const document = parseDocument(textOf(file), { lineCounter: lines, merge: true });
  const [mistake] = document.errors;
  if (mistake !== undefined) throw conformanceFileInvalid(mistake.message.split('\n')[0] ?? '', { place: { file, line: lines.linePos(mistake.pos[0]).line } });
  const read: unknown = document.toJS();
  const parsed = conformanceFileSchema.safeParse(read);
  if (parsed.success) return { ...parsed.data, devices: located(directory, parsed.data.devices), foreign: located(directory, parsed.data.foreign) };
  const found = complaints(conformanceFileSchema, read);
  const [first] = found;
  throw conformanceFileInvalid(found.map(complaintText).join('; '), { place: { file, line: lines.linePos(offsetOf(document, first?.path ?? [])).line } });
}

function complaintText({ path, message, unknown }: Complaint): string {
  const meant = unknown === undefined ? null : didYouMean(unknown.key, unknown.known);
  const where = (unknown === undefined ? path : path.slice(0, -1)).map(String).join('.');
  return `${where === '' ? '' : `${where}: `}${message}${meant === null ? '' : `, did you mean "${meant}"?`}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw nothingToTry(`${file} cannot be read`, { cause, place: { file } });
  }
}

function located<Device extends z.output<typeof deviceDescriptionSchema>>(directory: string, devices: { readonly [name: string]: Device }): { [name: string]: Device } {
  return Object.fromEntries(Object.entries(devices).map(([key, value]) => {
    const { snmp } = value;
    return [key, snmp !== undefined && 'recording' in snmp ? { ...value, snmp: { recording: resolve(directory, snmp.recording) } } : value];
  }));
}

/** Where a value stands, or the nearest above it that is there. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return 0;
}
