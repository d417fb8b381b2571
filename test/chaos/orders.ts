import { z } from 'zod';

/** Where a host kills itself: at so many writes of the change engine to its store, before or after it is on disk. */
const killPointSchema = z.object({ write: z.int(), when: z.enum(['before', 'after']) });

/** What a host process is told, a line of JSON each. */
export const orderSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('discover') }),
  /** Plans a change file; then applies it. */
  z.object({ do: z.literal('change'), text: z.string(), killAt: killPointSchema.nullable() }),
  /** Each ends the thread or process named, as a crash would. */
  z.object({ do: z.literal('break'), what: z.enum(['store', 'plugin']) }),
  /** The clock of the engine jumps by so much. */
  z.object({ do: z.literal('clock'), byMs: z.number() }),
  z.object({ do: z.literal('look') }),
]);

const changeSchema = z.object({
  id: z.string(), state: z.string(), message: z.string().nullable(), wave: z.number(),
  steps: z.array(z.object({ device: z.string(), resource: z.string(), state: z.string(), message: z.string().nullable() })),
});

/** What a host process says, a line of JSON each. */
export const saidSchema = z.discriminatedUnion('said', [
  /** Up: what was recovered, all changes newest first, and how many devices are held. */
  z.object({ said: z.literal('up'), recovered: z.array(changeSchema), changes: z.array(changeSchema), leases: z.number(), plugins: z.number() }),
  z.object({ said: z.literal('begun') }),
  z.object({ said: z.literal('ended'), change: changeSchema.nullable(), error: z.string().nullable(), writes: z.number(), ms: z.number() }),
  z.object({ said: z.literal('state'), changes: z.array(changeSchema), leases: z.number() }),
  z.object({ said: z.literal('refused'), code: z.string(), message: z.string() }),
  z.object({ said: z.literal('done') }),
]);

export type KillPoint = z.infer<typeof killPointSchema>;
export type Order = z.infer<typeof orderSchema>;
export type Said = z.infer<typeof saidSchema>;
export type ShownChange = z.infer<typeof changeSchema>;
