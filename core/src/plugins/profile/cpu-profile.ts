import { z } from 'zod';
import { answerInvalid } from '../errors.ts';
import type { SourceNames } from './source-names.ts';

const frameSchema = z.object({
  functionName: z.string().max(4_096), scriptId: z.union([z.string().max(64), z.number()]), url: z.string().max(4_096), lineNumber: z.int(), columnNumber: z.int(),
});

export const cpuProfileSchema = z.object({
  nodes: z.array(z.object({
    id: z.int(), callFrame: frameSchema, hitCount: z.int().min(0).optional(), children: z.array(z.int()).optional(),
    positionTicks: z.array(z.object({ line: z.int(), ticks: z.int() })).optional(), deoptReason: z.string().max(256).optional(),
  })).max(200_000),
  startTime: z.number(),
  endTime: z.number(),
  samples: z.array(z.int()).max(2_000_000),
  timeDeltas: z.array(z.number()).max(2_000_000),
});

/** A V8 CPU profile as Chrome DevTools, VS Code and speedscope open it. Lines and columns of frames count from 0, times are microseconds. */
export type CpuProfile = z.infer<typeof cpuProfileSchema>;

/** Reads what a plugin's process gave as its profile: it will be opened by other programs. */
export function readProfile(value: unknown, plugin: string): CpuProfile {
  const parsed = cpuProfileSchema.safeParse(value);
  if (!parsed.success) throw answerInvalid(`${plugin}: its profile is none: ${z.prettifyError(parsed.error).slice(0, 500)}`, { place: { plugin } });
  return parsed.data;
}

/** The profile with the functions' own names and places, as far as the bundle's source map knows them. */
export function withSourceNames(profile: CpuProfile, names: SourceNames): CpuProfile {
  return {
    ...profile,
    nodes: profile.nodes.map(({ positionTicks, ...node }) => {
      const { callFrame } = node;
      const found = names.find(callFrame.url, callFrame.lineNumber, callFrame.columnNumber);
      // Ticks by line are lines of the bundle: beside a place in the source they would be wrong.
      if (found === null) return { ...node, ...(positionTicks === undefined ? {} : { positionTicks }) };
      return { ...node, callFrame: { ...callFrame, functionName: found.name ?? callFrame.functionName, url: found.url, lineNumber: found.line, columnNumber: found.column } };
    }),
  };
}

export interface BusyFunction {
  readonly name: string;
  /** `file:line`, or where Node says it is. */
  readonly place: string;
  /** Milliseconds in the function itself. */
  readonly selfMs: number;
  /** Share of the time that was not idle, 0 to 1. */
  readonly share: number;
}

const resting = new Set(['(idle)', '(root)']);

/** Where the time went: the functions with the most time of their own, and how long the process was busy at all. */
export function busiest({ nodes, samples, timeDeltas }: CpuProfile, count: number): { readonly busyMs: number; readonly functions: readonly BusyFunction[] } {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const spent = new Map<string, { name: string; place: string; selfMs: number }>();
  let busyMs = 0;
  samples.forEach((id, index) => {
    const frame = byId.get(id);
    // A sample holds until the next one.
    const milliseconds = Math.max(0, timeDeltas[index + 1] ?? 0) / 1_000;
    if (frame === undefined || resting.has(frame.functionName)) return;
    busyMs += milliseconds;
    const place = frame.url === '' ? '' : `${frame.url.replace(/^file:\/\//, '')}:${frame.lineNumber + 1}`;
    const key = `${frame.functionName} ${place}`;
    const entry = spent.get(key) ?? { name: frame.functionName === '' ? '(anonymous)' : frame.functionName, place, selfMs: 0 };
    entry.selfMs += milliseconds;
    spent.set(key, entry);
  });
  const functions = [...spent.values()].toSorted((a, b) => b.selfMs - a.selfMs).slice(0, count);
  return { busyMs, functions: functions.map((one) => ({ ...one, share: busyMs === 0 ? 0 : one.selfMs / busyMs })) };
}
