import { performance } from 'node:perf_hooks';
import { HostFailures } from './host-failures.ts';
import { OperationTimes } from './operation-times.ts';
import type { Invocation, InvocationHandlers } from './supervised-plugin.ts';
import type { OpenCallFacts } from './evidence.ts';
import type { OpenCall } from './plugin-operations.ts';

/** Answers nobody waits for any more that a process may owe; a plugin that ignores every cancel ends here. */
export const maxAbandoned = 4_096;

export interface HostCall extends OpenCall {
  readonly startedAt: number;
  acknowledged: boolean;
}

/** The calls a process has from the host, by number. */
export class OpenCalls {
  readonly #calls = new Map<number, HostCall>();
  readonly #abandoned = new Set<number>();
  #latest: InvocationHandlers | null = null;
  #count = 0;
  #lateAnswers = 0;

  /** All calls so far. */
  get count(): number {
    return this.#count;
  }

  get open(): number {
    return this.#calls.size;
  }

  /** Calls given up whose answer has not come. */
  get abandoned(): number {
    return this.#abandoned.size;
  }

  /** Answers that came after the host had given the call up. */
  get lateAnswers(): number {
    return this.#lateAnswers;
  }

  /** Whoever called last: hears what the process prints when nobody else does. */
  get latest(): InvocationHandlers | null {
    return this.#latest;
  }

  find(id: number): HostCall | null {
    return this.#calls.get(id) ?? null;
  }

  knows(id: number): boolean {
    return this.#calls.has(id) || this.#abandoned.has(id);
  }

  enter(id: number, invocation: Invocation, handlers: InvocationHandlers): HostCall {
    const startedAt = performance.now();
    const call: HostCall = {
      invocation, handlers, startedAt, acknowledged: false, failures: new HostFailures(), times: new OperationTimes(handlers.waits), running: [], remaining: () => Math.max(0, startedAt + invocation.deadlineMs - performance.now()),
    };
    this.#calls.set(id, call);
    this.#latest = handlers;
    this.#count += 1;
    return call;
  }

  /** The answer came. */
  answered(id: number): void {
    this.#calls.delete(id);
    if (this.#abandoned.delete(id)) this.#lateAnswers += 1;
  }

  /** The call that is given up; null when it was over. */
  abandon(id: number): HostCall | null {
    const call = this.find(id);
    if (this.#calls.delete(id)) this.#abandoned.add(id);
    return call;
  }

  /** The calls that are open, latest first. */
  facts(): readonly OpenCallFacts[] {
    const now = performance.now();
    return [...this.#calls].toReversed().map(([number, { invocation: { phase, name, device }, startedAt, acknowledged }]) =>
      ({ number, phase, name, device: device.name, site: device.site, elapsedMs: Math.round(now - startedAt), begun: acknowledged }));
  }

  /** What the process was last seen to begin: in a process that hangs, the call that hangs. */
  describe(): string {
    const begun = [...this.#calls.values()].filter((call) => call.acknowledged);
    const names = [...(begun.length > 0 ? begun : this.#calls.values())].slice(-3).map(({ invocation }) =>
      `${invocation.phase} ${invocation.name} on ${invocation.device.name}`);
    if (names.length > 0) return `in ${names.toReversed().join(', or ')}`;
    return this.#abandoned.size > 0 ? 'after a call that was given up' : 'with no call open';
  }
}
