import { performance } from 'node:perf_hooks';
import type { OutcomeKind } from '@jackfield/sdk';
import type { OpenCall } from './plugin-operations.ts';

/** Exchanges kept of a process. */
const kept = 32;

/** Characters of an answer that is kept whole; of a longer one only the length is. */
const longestAnswer = 8_192;

/** One operation of a process while it is under way and after, as it is kept: pointers to what was there anyway. */
export interface Exchanged {
  readonly open: OpenCall;
  /** Number of the call. */
  readonly call: number;
  /** As the plugin asked for it; undefined while it is not there, and when it came in pages: too large to be kept. */
  asked: unknown;
  /** Undefined while there is none. */
  answer: { readonly text: string } | { readonly length: number } | { readonly error: string; readonly outcome: OutcomeKind | null } | undefined;
  at: number;
}

/** One operation and what came of it, for a report: asked by which call, how long before. */
export interface Exchange {
  readonly callNumber: number;
  readonly call: string;
  /** Milliseconds before the end of the process. */
  readonly agoMs: number;
  /** Null when it was too large to be kept. */
  readonly request: unknown;
  /** JSON text of the wire; null while none had come, and when it was too large: then `length` says how large. */
  readonly answer: string | null;
  readonly length: number | null;
  readonly error: string | null;
  /** The outcome that the error was; null when it was none. */
  readonly outcome: OutcomeKind | null;
}

/** The last exchanges of one process. Costs an operation two assignments, and never more memory than so many answers. */
export class ExchangeRing {
  readonly #ring: (Exchanged | undefined)[] = Array.from({ length: kept });
  #next = 0;

  enter(exchanged: Exchanged): void {
    this.#ring[this.#next] = exchanged;
    this.#next = (this.#next + 1) % kept;
  }

  /** Oldest first. */
  last(): readonly Exchange[] {
    const now = performance.now();
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].flatMap((one) => {
      if (one === undefined) return [];
      const { answer, asked, call, open: { invocation: { phase, name, device } } } = one;
      return [{
        callNumber: call,
        call: `${phase} ${name} on ${device.name}`,
        agoMs: Math.round(now - one.at),
        request: asked ?? null,
        answer: answer !== undefined && 'text' in answer ? answer.text : null,
        length: answer !== undefined && 'length' in answer ? answer.length : null,
        error: answer !== undefined && 'error' in answer ? answer.error : null,
        outcome: answer !== undefined && 'error' in answer ? answer.outcome : null,
      }];
    });
  }
}

/** What is kept of an answer. Never a slice: that would hold all of the text. */
export function keepAnswer(text: string): { readonly text: string } | { readonly length: number } {
  return text.length <= longestAnswer ? { text } : { length: text.length };
}
