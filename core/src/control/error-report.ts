import { OutcomeError } from '@jackfield/sdk';
import { z } from 'zod';
import { JackfieldError, outcomeHint, SeveralProblems } from '../errors/index.ts';

/** An error as it crosses to a person: the same in the terminal, in JSON and over the socket. */
export const errorReportSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  where: z.string(),
  /** Further errors found at the same time, such as all that is wrong in a configuration. */
  more: z.array(z.object({ code: z.string(), message: z.string(), hint: z.string(), where: z.string() })).default([]),
});

export type ErrorReport = z.infer<typeof errorReportSchema>;

/** An error that came from the daemon, or carries one on to the terminal. */
export class ReportedError extends Error {
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(report.message);
    this.name = 'ReportedError';
    this.report = report;
  }
}

const unexpectedHint = 'Report this with the lines of the daemon’s log around it.';

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof ReportedError) return error.report;
  if (error instanceof AggregateError || error instanceof SeveralProblems) {
    const [first, ...rest] = error.errors.map(reportOf);
    if (first) return { ...first, more: [...first.more, ...rest.flatMap(({ more, ...one }) => [one, ...more])] };
  }
  if (error instanceof JackfieldError) return { code: error.code, message: error.message, hint: error.hint, where: error.where, more: [] };
  if (error instanceof OutcomeError) return { code: error.code, message: error.message, hint: outcomeHint(error), where: '', more: [] };
  return { code: 'JF8008', message: error instanceof Error ? error.message : String(error), hint: unexpectedHint, where: '', more: [] };
}
