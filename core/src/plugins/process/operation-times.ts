import { isFields } from '@jackfield/sdk/runtime';

/** Characters kept of what an operation is told by. */
const longestName = 120;

/** What an operation is told by: `http.get /api/aps`, `ssh.exec show-version`. The plugin made it up: nothing of it is trusted. */
function nameOf(operation: unknown): string {
  if (!isFields(operation)) return 'an operation';
  const about = ['path', 'command', 'script', 'action', 'root', 'port'].map((key) => operation[key]).find((value) => typeof value === 'string' || typeof value === 'number');
  return [operation['op'], about].filter((part) => part !== undefined).map(String).join(' ').replaceAll(/\s+/g, ' ').slice(0, longestName);
}

interface Wait {
  readonly what: string;
  readonly transport: string;
  readonly since: number;
}

/** Where the time of a call went: how long the plugin waited for what it asked of the device. */
export interface WaitedFor {
  /** Milliseconds in which at least one operation was under way. */
  readonly waitedMs: number;
  readonly operations: number;
  readonly longest: { readonly what: string; readonly transport: string; readonly ms: number } | null;
  /** An operation is still under way, or ended without an answer of the device. */
  readonly unanswered: boolean;
}

/** The clock of a call's operations; those that run side by side count once. */
export class OperationTimes {
  readonly #open = new Set<Wait>();
  #busySince = 0;
  #busyMs = 0;
  #count = 0;
  #longest: WaitedFor['longest'] = null;
  #silent = false;
  readonly #waits: (isWaiting: boolean) => void;

  /** @param waits hears when the first of several begins, and when the last is over */
  constructor(waits: (isWaiting: boolean) => void = () => undefined) {
    this.#waits = waits;
  }

  /** Returns what to call at its end: with false when the device gave no answer. */
  begin(operation: unknown): (answered: boolean) => void {
    const what = nameOf(operation);
    const wait: Wait = { what, transport: what.split('.')[0] ?? what, since: performance.now() };
    const isFirst = this.#open.size === 0;
    if (isFirst) this.#busySince = wait.since;
    this.#open.add(wait);
    this.#count += 1;
    if (isFirst) this.#waits(true);
    return (answered) => {
      if (!this.#open.delete(wait)) return;
      this.#silent ||= !answered;
      this.#longest = longer(this.#longest, wait);
      if (this.#open.size > 0) return;
      this.#busyMs += performance.now() - this.#busySince;
      this.#waits(false);
    };
  }

  get waited(): WaitedFor {
    const waitedMs = this.#busyMs + (this.#open.size === 0 ? 0 : performance.now() - this.#busySince);
    return { waitedMs, operations: this.#count, longest: [...this.#open].reduce(longer, this.#longest), unanswered: this.#silent || this.#open.size > 0 };
  }
}

function longer(longest: WaitedFor['longest'], { what, transport, since }: Wait): WaitedFor['longest'] {
  const ms = performance.now() - since;
  return longest !== null && longest.ms >= ms ? longest : { what, transport, ms };
}
