import { OutcomeError } from '@jackfield/sdk';
import { JackfieldError, outcomeHint } from '../errors/index.ts';

const isLegible = new WeakSet<Error>();

/** A test runner prints an error's name, message and cause: the code goes into the name, what to do next into the cause. */
export function legible(error: unknown): unknown {
  if (!(error instanceof JackfieldError || error instanceof OutcomeError) || isLegible.has(error)) return error;
  isLegible.add(error);
  if (!error.name.includes(error.code)) error.name = `${error.name} ${error.code}`;
  const hint = error instanceof OutcomeError ? outcomeHint(error) : error.hint;
  const next = new Error(hint, error.cause === undefined ? undefined : { cause: error.cause });
  next.name = 'next';
  // Where it was made says nothing.
  next.stack = `next: ${hint}`;
  Object.defineProperty(error, 'cause', { value: next, configurable: true, writable: true, enumerable: false });
  return error;
}
