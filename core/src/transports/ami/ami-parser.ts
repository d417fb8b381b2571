import type { AmiMessage } from '@jackfield/sdk';

/** Bytes of one message: a manager sends at most some thousand headers; more is not a message. */
const mostBytes = 1_024 * 1_024;

/** The greeting of a manager, before any message. */
export interface AmiGreeting {
  readonly banner: string;
}

/**
 * Cuts the byte stream of a manager session into messages. Lines end in CR LF, a message in an empty line; surplus empty
 * lines, which some errors have, are nothing. The greeting is one line without an empty line after it.
 */
export class AmiParser {
  #rest: Buffer = Buffer.alloc(0);
  #headers: [string, string][] = [];
  #bytes = 0;
  #greeted = false;

  /** Whole messages of the bytes so far; throws when a peer sends what cannot be one. */
  push(piece: Buffer): (AmiMessage | AmiGreeting)[] {
    const found: (AmiMessage | AmiGreeting)[] = [];
    let data = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      const line = data.subarray(0, end > 0 && data[end - 1] === 13 ? end - 1 : end).toString('utf8');
      data = data.subarray(end + 1);
      this.#line(line, end + 1, found);
    }
    if (this.#bytes + data.length > mostBytes) throw new Error(`a message of more than ${mostBytes} bytes`);
    // A copy, so that a few bytes left over do not keep a large piece alive.
    this.#rest = Buffer.from(data);
    return found;
  }

  #line(line: string, bytes: number, found: (AmiMessage | AmiGreeting)[]): void {
    if (!this.#greeted) {
      this.#greeted = true;
      found.push({ banner: line });
      return;
    }
    if (line === '') {
      if (this.#headers.length > 0) found.push({ headers: this.#headers });
      this.#headers = [];
      this.#bytes = 0;
      return;
    }
    this.#bytes += bytes;
    const colon = line.indexOf(':');
    // A line without a colon belongs to nothing that we could name; it is kept under an empty name.
    if (colon < 0) this.#headers.push(['', line]);
    else this.#headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).replace(/^ /, '')]);
  }
}

/** What a message is: its first header says, whatever else it carries (an event may have a `Response:` too). */
export function messageKind(message: AmiMessage): 'response' | 'event' | 'other' {
  const first = message.headers[0]?.[0].toLowerCase();
  return first === 'response' ? 'response' : first === 'event' ? 'event' : 'other';
}
