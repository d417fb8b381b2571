import type { OutcomeError } from '@jackfield/sdk';
import type { Layer, Progress } from '../progress.ts';

interface SshFaultFacts {
  readonly kind: 'AuthFailed' | 'Unreachable';
  readonly layer: Layer;
  readonly reason: string;
  readonly hint: string;
  /** The jump host whose fault it is, as `address:port`; left out when it is the device. */
  readonly hop?: string;
  /** Where that jump host lets nobody through to, as `address:port`, though it is well. */
  readonly to?: string;
}

/** Why there is no SSH connection. Many operations wait for one login: each tells of it as an outcome of its own. */
export class SshFault extends Error {
  readonly #facts: SshFaultFacts;

  constructor(facts: SshFaultFacts, cause?: unknown) {
    super(facts.reason, { cause });
    this.#facts = facts;
  }

  /** Whether a login was refused: tried again at once, it may lock the account or this host out. */
  get refused(): boolean {
    return this.#facts.kind === 'AuthFailed' && this.#facts.layer === 'login';
  }

  get hop(): string | null {
    return this.#facts.hop ?? null;
  }

  /** The same, told as the fault of a jump host; one that is a jump host's already stays that one's. */
  at(hop: string, place: string): SshFault {
    if (this.hop !== null) return this;
    return new SshFault({ ...this.#facts, hop, reason: `${place}: ${this.#facts.reason}` }, this.cause);
  }

  outcome(progress: Progress): OutcomeError {
    const { kind, layer, reason, hint, hop, to } = this.#facts;
    progress.layer = layer;
    return progress.failure(kind, reason, hint, this.cause, hop === undefined ? {} : { hop, reason, ...(to === undefined ? {} : { to }) });
  }
}
