import { z } from 'zod';

/** Where a host kills itself: at so many writes of its changes and audit to the store, or at the one that keeps a change, before or after it is on disk. */
export const killPointSchema = z.object({ write: z.union([z.int(), z.literal('keep')]), when: z.enum(['before', 'after']) });

/** In a process of its own as ever, or in the host's, where a start takes a tenth of the time. */
const pluggingSchema = z.enum(['sandboxed', 'in-process']);

/** What a host process is started with, as JSON. */
export const hostArgumentsSchema = z.object({
  /** The configuration's folder. */
  directory: z.string(),
  plugging: pluggingSchema,
  /** Where it kills itself while it recovers. */
  killAt: killPointSchema.nullable().default(null),
  /** Pages the database may have: a full disk. */
  maxPages: z.int().optional(),
});

const toldKill = { killAt: killPointSchema.nullable() };

/** What a host process is told, a line of JSON each. */
export const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('discover') }),
  /** Plans a change file; then applies it. */
  z.object({ do: z.literal('change'), text: z.string(), ...toldKill }),
  /** Undoes the change that was kept last. */
  z.object({ do: z.literal('undo'), ...toldKill }),
  /** Each ends the thread or process named, as a crash would. */
  z.object({ do: z.literal('break'), what: z.enum(['store', 'plugins', 'transports']) }),
  /** The clock of the engine jumps by so much. */
  z.object({ do: z.literal('clock'), byMs: z.number() }),
  z.object({ do: z.literal('look') }),
]);

const changeSchema = z.object({
  id: z.string(), state: z.string(), message: z.string().nullable(), wave: z.number(), unsaved: z.array(z.object({ deviceName: z.string() })).exactOptional(),
  steps: z.array(z.object({ device: z.string(), resource: z.string(), state: z.string(), message: z.string().nullable() })),
});
/** The last changes, newest first, and how many devices are held. */
const known = { changes: z.array(changeSchema), leases: z.number() };

/** What a host process says, a line of JSON each. */
export const saidSchema = z.discriminatedUnion('said', [
  z.object({ said: z.literal('up'), writes: z.number(), ...known }),
  z.object({ said: z.literal('begun') }),
  z.object({ said: z.literal('ended'), change: changeSchema.nullable(), error: z.string().nullable(), writes: z.number(), ms: z.number() }),
  /** `auditBroken`: the first record of the audit that does not fit the one before. */
  z.object({ said: z.literal('state'), auditBroken: z.number().nullable(), ...known }),
  z.object({ said: z.literal('refused'), code: z.string(), message: z.string() }),
  z.object({ said: z.literal('done') }),
]);

export type KillPoint = z.infer<typeof killPointSchema>;
export type Order = z.infer<typeof orderSchema>;
export type Said = z.infer<typeof saidSchema>;
export type ShownChange = z.infer<typeof changeSchema>;
export type Known = Pick<Extract<Said, { said: 'state' }>, 'changes' | 'leases'>;
export type Plugging = z.infer<typeof pluggingSchema>;
export type HostArguments = z.infer<typeof hostArgumentsSchema>;
