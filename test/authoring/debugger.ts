import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly result?: unknown;
}

/** A client of Node's inspector, as an editor is one: WebSocket, breakpoints in sources by their source map. */
export class Debugger implements Disposable {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #events: Message[] = [];
  #wake: (() => void) | null = null;
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data))));
  }

  static async attach(url: string): Promise<Debugger> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)), { once: true });
    });
    const client = new Debugger(socket);
    await client.send('Runtime.enable');
    await client.send('Debugger.enable');
    return client;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#answers.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  /** The next event of that name; those before it are dropped. */
  async event(method: string): Promise<{ readonly [name: string]: unknown }> {
    for (;;) {
      for (let event = this.#events.shift(); event !== undefined; event = this.#events.shift()) {
        if (event.method === method) return event.params ?? {};
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  #hear(message: Message): void {
    if (message.id === undefined) {
      this.#events.push(message);
      this.#wake?.();
      return;
    }
    this.#answers.get(message.id)?.(message.result);
    this.#answers.delete(message.id);
  }
}

/** Where a line of a source begins in a bundle: line and column from 0, as the inspector counts. */
export async function positionInBundle(bundle: string, source: string, line: number): Promise<{ readonly lineNumber: number; readonly columnNumber: number }> {
  const payload: SourceMapPayload = JSON.parse(await readFile(`${bundle}.map`, 'utf8'));
  const map = new SourceMap(payload);
  const lines = (await readFile(bundle, 'utf8')).split('\n');
  for (const [lineNumber, text] of lines.entries()) {
    for (let columnNumber = 0; columnNumber < text.length; columnNumber += 1) {
      const entry = map.findEntry(lineNumber, columnNumber);
      if (!('originalSource' in entry) || !entry.originalSource.endsWith(source) || entry.originalLine !== line) continue;
      if (entry.generatedLine === lineNumber && entry.generatedColumn === columnNumber) return { lineNumber, columnNumber };
    }
  }
  throw new RangeError(`line ${line} of ${source} is not in ${bundle}`);
}

/** The source, line (from 0) that a place in a bundle was made from. */
export async function positionInSource(bundle: string, lineNumber: number, columnNumber: number): Promise<string> {
  const payload: SourceMapPayload = JSON.parse(await readFile(`${bundle}.map`, 'utf8'));
  const entry = new SourceMap(payload).findEntry(lineNumber, columnNumber);
  return 'originalSource' in entry ? `${entry.originalSource.replace(/^(\.\.\/)+/, '')}:${entry.originalLine}` : '?';
}
