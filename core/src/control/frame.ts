import { z } from 'zod';
import { errorReportSchema } from './error-report.ts';

/** How far a long command is; `total` is 0 while it is not known. */
export const progressSchema = z.object({ done: z.number(), total: z.number(), label: z.string() });

export type Progress = z.infer<typeof progressSchema>;

export interface DaemonFacts {
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
}

/** One line of a reply: progress as often as there is some, then the result or an error. */
export const frameSchema = z.union([
  z.strictObject({ progress: progressSchema }),
  z.strictObject({ result: z.json() }),
  z.strictObject({ error: errorReportSchema }),
]);

export type Frame = z.input<typeof frameSchema> | { readonly result: unknown };

export function frameLine(frame: Frame): string {
  return `${JSON.stringify('result' in frame ? { result: frame.result ?? null } : frame)}\n`;
}
