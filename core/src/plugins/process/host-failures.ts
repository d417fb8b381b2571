import { RemoteFault } from '@jackfield/sdk/runtime';
import { JackfieldError } from '../../errors/index.ts';

/** Errors of the host kept of one call; a plugin may cause as many as it likes. */
const kept = 16;

/** Characters of a message that cross the channel. */
const longestMessage = 8_192;

/**
 * What the host itself answered a call's operations with: a secret that is missing, a thread that ended. A plugin that
 * lets it through gives back code and words; everything else is what the host remembers.
 */
export class HostFailures {
  readonly #errors: JackfieldError[] = [];

  note(error: unknown): void {
    if (!(error instanceof JackfieldError)) return;
    if (this.#errors.length >= kept) this.#errors.shift();
    this.#errors.push(error);
  }

  /** The host's own error when this is one that the plugin let through, else the error as it is. */
  restore(error: unknown): unknown {
    if (!(error instanceof RemoteFault)) return error;
    return this.#errors.findLast(({ code, message }) => code === error.code && message.slice(0, longestMessage) === error.message) ?? error;
  }
}
