import { outcome, type JsonObject, type OutcomeError, type OutcomeKind } from '@jackfield/sdk';

/** Which part of the host's work an operation is in: it says where the time went when there is none left. */
export type Layer = 'queue' | 'connect' | 'login' | 'request' | 'answer' | 'thread';

/** One operation under way: its place, its layer, its clock and its end. */
export class Progress {
  readonly #what: string;
  readonly #startedAt = performance.now();
  readonly #timeoutMs: number;
  readonly #facts: JsonObject;
  readonly signal: AbortSignal;
  layer: Layer = 'queue';

  /** `what` names operation and address in messages: `snmp.get on 10.0.0.1`. `facts` go along with every failure, as data. */
  constructor(what: string, timeoutMs: number, signal: AbortSignal, facts: JsonObject = {}) {
    this.#what = what;
    this.#facts = facts;
    this.#timeoutMs = timeoutMs;
    this.signal = signal;
  }

  /** Milliseconds left, never less than one. */
  get remainingMs(): number {
    return Math.max(1, this.#timeoutMs - (performance.now() - this.#startedAt));
  }

  /** `facts` go along as data, for who decides by them. */
  failure(kind: OutcomeKind, reason: string, hint?: string, cause?: unknown, facts: JsonObject = {}): OutcomeError {
    const elapsedMs = Math.round(performance.now() - this.#startedAt);
    return outcome(kind, `${this.#what}: ${reason}`, {
      data: { ...this.#facts, why: reason, layer: this.layer, elapsedMs, ...facts },
      ...(hint === undefined ? {} : { hint }),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  /** The outcome when the deadline passed: the layer says which part spent it. */
  late(): OutcomeError {
    return this.failure('Unreachable', `no answer within ${this.#timeoutMs} ms (spent in ${this.layer})`);
  }
}
