import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import type { JackfieldError } from '../errors/index.ts';
import { complaintErrors, complaints, SourceFile, valueIn } from '../sites/index.ts';
import { durationSchema } from '../health/index.ts';
import { deviceSelectionSchema, type DeviceSelection } from '../plugins/index.ts';
import { ChangeRefused } from './errors.ts';
import { anyHealth, healthContractSchema, wavesSchema, type HealthContract, type WaveSettings } from './rollout.ts';
import { windowSchema, type Window } from './window.ts';

const text = z.string().min(1);
const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'a name such as phone-port');
const words = /^[a-z][a-z0-9-]*\/[a-z][A-Za-z0-9-]*$/;

/** The YAML file of a change: what the devices are to have. */
export const changeFileSchema = z
  .strictObject({
    title: text,
    waves: wavesSchema.optional(),
    health: healthContractSchema.optional(),
    window: windowSchema.optional(),
    approvals: z.int().min(0).max(9).optional().meta({ description: 'People other than the author who must approve the plan; the cascade may ask for more.' }),
    ownWay: z.enum(['refuse', 'allow']).default('refuse').meta({ description: 'Whether a port over which the host reaches the very device may be changed where the device takes nothing back by itself.' }),
    trial: durationSchema.prefault('5m').meta({ description: 'How long devices that take back by themselves what is not confirmed wait for that, once a wave has soaked.' }),
    changes: z
      .array(
        z.strictObject({
          id: id.optional().meta({ description: 'What `after` of other entries calls this one.' }),
          after: z.array(id).min(1).optional().meta({ description: 'Entries that are pushed before this one.' }),
          device: z.union([text, z.array(text).min(1), deviceSelectionSchema]).meta({ description: 'A name, a list of names, or all that fit site, kind and labels.' }),
          resource: z.string().regex(words, 'a plugin and its resource, such as snmp-switch/port'),
          spec: z.record(z.string(), z.json()).meta({ description: 'What the resource is to be; ${name} stands for a variable of the cascade.' }),
        }),
      )
      .min(1),
  })
  .meta({ title: 'Jackfield change' });

export type OwnWay = z.output<typeof changeFileSchema>['ownWay'];

/** One entry of a change file. */
export interface ChangeEntry {
  readonly index: number;
  readonly id: string | null;
  /** Ids of entries that come before this one. */
  readonly after: readonly string[];
  /** Devices by name; null when they are selected. */
  readonly names: readonly string[] | null;
  readonly selection: DeviceSelection;
  readonly plugin: string;
  readonly resource: string;
  readonly spec: JsonObject;
}

export interface ChangeFile {
  readonly title: string;
  /** Null where the file says nothing of them. */
  readonly waves: WaveSettings | null;
  readonly health: HealthContract;
  readonly window: Window | null;
  readonly approvals: number;
  /** Milliseconds that what is on trial lasts, beyond the soak of its wave. */
  readonly trial: number;
  /** Whether the way to a device itself may be risked. */
  readonly ownWay: OwnWay;
  readonly entries: readonly ChangeEntry[];
  readonly source: SourceFile;
  /** Keys that nobody knows: the rest is looked at all the same, so that all mistakes are told at once. */
  readonly mistakes: readonly JackfieldError[];
}

/** Reads a change file; throws `ChangeRefused` with everything that is wrong with its shape when nothing can be made of the rest. */
export function readChangeFile(content: string, file: string): ChangeFile {
  const source = new SourceFile(file, content);
  if (source.errors.length > 0) throw new ChangeRefused(source.errors);
  const value = source.value ?? {};
  const found = complaints(changeFileSchema, value);
  const mistakes = complaintErrors(source, found);
  const isReadable = found.every(({ unknown }) => unknown !== undefined);
  const parsed = changeFileSchema.safeParse(isReadable ? without(value, found.map(({ path }) => path)) : value);
  if (!parsed.success) throw new ChangeRefused(mistakes);
  const { title, changes, waves = null, health = anyHealth, window = null, approvals = 0, trial, ownWay } = parsed.data;
  const entries = changes.map(({ id: name = null, after = [], device, resource, spec }, index) => {
    const [plugin = '', of = ''] = resource.split('/');
    const named = typeof device === 'string' ? [device] : device;
    return { index, id: name, after, ...(Array.isArray(named) ? { names: named, selection: {} } : { names: null, selection: named }), plugin, resource: of, spec };
  });
  return { title, waves, health, window, approvals, trial, ownWay, entries, source, mistakes };
}

/** A copy of a value without some of its parts. */
function without(value: unknown, paths: readonly (readonly PropertyKey[])[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const path of paths) {
    const holder = valueIn(copy, path.slice(0, -1));
    const key = path.at(-1);
    if (typeof holder === 'object' && holder !== null && key !== undefined) Reflect.deleteProperty(holder, key);
  }
  return copy;
}
