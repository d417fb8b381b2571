export type Header = readonly [name: string, value: string];
/** A header, or a whole line as it is. */
export type Line = Header | string;

/** What goes over the wire: headers, and an empty line. Some errors of Asterisk end with one empty line more. */
export function encodeMessage(lines: readonly Line[], extraLine = false): string {
  const text = lines.map((line) => (typeof line === 'string' ? line : `${line[0]}: ${line[1]}`));
  return `${text.join('\r\n')}\r\n\r\n${extraLine ? '\r\n' : ''}`;
}

/** An action as a client sent it. */
export class ActionRequest {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  /** The first value of a header that is not empty; names compare without case, blanks behind the colon do not count. */
  get(name: string): string {
    const wanted = `${name.toLowerCase()}:`;
    for (const line of this.lines) {
      if (!line.toLowerCase().startsWith(wanted)) continue;
      const value = line.slice(wanted.length).replace(/^ +/, '');
      if (value !== '') return value;
    }
    return '';
  }
}

/** Cuts what comes over a connection into actions: lines up to an empty one. */
export class RequestReader {
  #rest = Buffer.alloc(0);
  #lines: string[] = [];

  *push(piece: Buffer): Generator<ActionRequest> {
    this.#rest = Buffer.concat([this.#rest, piece]);
    for (let end = this.#rest.indexOf(lineFeed); end !== -1; end = this.#rest.indexOf(lineFeed)) {
      // What stands behind a NUL is lost, as in C.
      const [line = ''] = this.#rest.toString('utf8', 0, end).replace(/\r$/, '').split('\0');
      this.#rest = this.#rest.subarray(end + 1);
      if (line !== '') {
        this.#lines.push(line);
        continue;
      }
      yield new ActionRequest(this.#lines);
      this.#lines = [];
    }
  }
}

const lineFeed = 0x0a;
