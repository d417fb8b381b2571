import { OutcomeError } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';

/** Why a message was not taken, with the code that the documentation knows. */
export function reasonOf(error: unknown): string {
  if (error instanceof JackfieldError || error instanceof OutcomeError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
