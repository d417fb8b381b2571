import { OutcomeError } from '@jackfield/sdk';
import { errorCatalogue, JackfieldError } from '../errors/index.ts';

/** Why a message was not taken, with the code that the documentation knows. */
export function reasonOf(error: unknown): string {
  if (error instanceof JackfieldError || error instanceof OutcomeError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** What to do about a reason, by the code that it begins with; empty for one without. */
export function hintOf(reason: string): string {
  const [, code] = /^(JF\d{4}): /.exec(reason) ?? [];
  return code === undefined ? '' : errorCatalogue().find((one) => one.code === code)?.hint ?? '';
}
