import picocolors from 'picocolors';
import { ProgressLine } from '../progress-line.ts';
import type { Screen, Terminal } from '../terminal.ts';

/** A terminal without colours that remembers what was written, and answers as the test says. */
export class RecordingTerminal implements Terminal {
  readonly colours = picocolors.createColors(false);
  readonly columns: number;
  readonly interactive: boolean;
  readonly live: boolean;
  readonly screen: Screen | null;
  readonly unread: AbortSignal;
  readonly #line = new ProgressLine((text) => void (this.errors += text));
  output = '';
  errors = '';
  answer = '';

  constructor(options: { readonly columns?: number; readonly interactive?: boolean; readonly live?: boolean; readonly screen?: Screen; readonly unread?: AbortSignal } = {}) {
    this.unread = options.unread ?? new AbortController().signal;
    this.columns = options.columns ?? Infinity;
    this.interactive = options.interactive ?? false;
    this.live = options.live ?? false;
    this.screen = options.screen ?? null;
  }

  write(text: string): void {
    this.#line.clear();
    this.output += text;
  }

  writeError(text: string): void {
    this.#line.clear();
    this.errors += text;
  }

  progress(line: string | null): void {
    if (line === null) this.#line.clear();
    else this.#line.draw(line);
  }

  async ask(question: string): Promise<string> {
    this.writeError(question);
    return this.answer;
  }

  async askSecret(question: string): Promise<string> {
    return this.ask(question);
  }
}
