import { outcomeKinds, phases } from '@jackfield/sdk';
import { z } from 'zod';

const call = z.object({ number: z.int(), phase: z.enum(phases), name: z.string(), device: z.string(), site: z.string(), elapsedMs: z.number(), begun: z.boolean() });

const exchange = z.object({
  callNumber: z.int(), call: z.string(), agoMs: z.number(), request: z.json().nullable(), answer: z.string().nullable(), length: z.number().nullable(), error: z.string().nullable(),
  outcome: z.enum(outcomeKinds).nullable().default(null),
});

/** What a crash report holds: written by the host, read by people and by the command line. Nothing in it is secret as far as the host can tell. */
export const crashReportSchema = z.object({
  format: z.literal(1),
  /** Time, plugin and a few letters: sorts by time. */
  id: z.string(),
  at: z.iso.datetime(),
  plugin: z.string(),
  version: z.string(),
  ending: z.object({ cause: z.enum(['crash', 'hang', 'protocol', 'memory', 'refused']), reason: z.string() }),
  /** The calls that were open, latest first. */
  calls: z.array(call),
  /** The last operation it asked for; null when it asked for none. */
  lastOperation: z.object({ op: z.string(), call: z.string(), answered: z.boolean() }).nullable(),
  /** What it asked devices last, with their answers, oldest first: of the open call when there was one. */
  exchanges: z.array(exchange),
  /** Path of the same exchanges as a recording to replay; null when none of them can be replayed. */
  recording: z.string().nullable().default(null),
  /** Where it was, by its sources as far as it has a source map; null when nothing told. */
  stack: z.array(z.string()).nullable(),
  /** The last lines it printed. */
  output: z.array(z.string()),
  activation: z.object({ reason: z.string(), at: z.string(), readyMs: z.number() }).nullable(),
  activeMs: z.number().nullable(),
  restarts: z.number(),
  fences: z.array(z.string()),
  versions: z.object({ jackfield: z.string(), sdk: z.string(), node: z.string() }),
  /** What could not be looked into for secrets; empty when all was. */
  unread: z.array(z.string()),
});

export type CrashReport = z.infer<typeof crashReportSchema>;

/** A report in a list. */
export interface CrashSummary extends Pick<CrashReport, 'id' | 'at' | 'plugin' | 'version' | 'ending'> {
  readonly file: string;
  /** `check ports on core-1`, or null when it was in no call. */
  readonly call: string | null;
}
