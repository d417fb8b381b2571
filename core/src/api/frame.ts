import { z } from 'zod';
import { progressSchema } from './command.ts';
import { errorReportSchema } from './error-report.ts';

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
