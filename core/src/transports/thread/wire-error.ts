import { OutcomeError, outcome, type JsonObject, type OutcomeKind } from '@jackfield/sdk';
import { JackfieldError, type ErrorKind, type Place } from '../../errors/index.ts';

/** An error as it crosses between threads: plain data. */
export type WireError =
  | { readonly kind: OutcomeKind; readonly message: string; readonly hint: string | null; readonly data: JsonObject }
  | { readonly coded: ErrorKind; readonly message: string; readonly place: Place }
  | { readonly message: string };

export function toWire(error: unknown): WireError {
  if (error instanceof OutcomeError) return { kind: error.kind, message: error.message, hint: error.hint ?? null, data: error.data };
  if (error instanceof JackfieldError) {
    return { coded: { code: error.code, title: error.title, hint: error.hint }, message: error.message, place: error.place };
  }
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function fromWire(error: WireError): Error {
  if ('kind' in error) return outcome(error.kind, error.message, { data: error.data, ...(error.hint === null ? {} : { hint: error.hint }) });
  if ('coded' in error) return new JackfieldError(error.coded, error.message, { place: error.place });
  return new Error(error.message);
}
