import { relative } from 'node:path';
import { OutcomeError } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';

/** How a call ended, as conformance sees it: with an answer, with an outcome, or with a fault, which no call may. */
export type Ending<Answer = unknown> =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'outcome'; readonly error: OutcomeError }
  | { readonly kind: 'fault'; readonly message: string };

/** Waits for a call to end. Only outcome errors are a way to say no; everything else thrown is a fault. */
export async function endingOf<Answer>(call: Promise<Answer>): Promise<Ending<Answer>> {
  try {
    return { kind: 'answer', answer: await call };
  } catch (error) {
    if (error instanceof OutcomeError) return { kind: 'outcome', error };
    const code = error instanceof Error && 'code' in error ? `${String(error.code)} ` : '';
    return { kind: 'fault', message: `${code}${sourceOf(error)}${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The line of the source that threw, where the source map knows it: it is where the author goes next. */
function sourceOf(error: unknown): string {
  const { file, line } = error instanceof JackfieldError ? error.place : {};
  return file === undefined || line === undefined ? '' : `${relative(process.cwd(), file)}:${line} `;
}
