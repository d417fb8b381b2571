import picocolors from 'picocolors';
import type { Screen, Terminal } from '../terminal.ts';

/** A terminal without colours that remembers what was written, and answers as the test says. */
export class RecordingTerminal implements Terminal {
  readonly colours = picocolors.createColors(false);
  readonly columns: number;
  readonly interactive: boolean;
  readonly live: boolean;
  readonly screen: Screen | null;
  output = '';
  errors = '';
  answer = '';

  constructor(options: { readonly columns?: number; readonly interactive?: boolean; readonly live?: boolean; readonly screen?: Screen } = {}) {
    this.columns = options.columns ?? Infinity;
    this.interactive = options.interactive ?? false;
    this.live = options.live ?? false;
    this.screen = options.screen ?? null;
  }

  write(text: string): void {
    this.output += text;
  }

  writeError(text: string): void {
    this.errors += text;
  }

  async ask(question: string): Promise<string> {
    this.errors += question;
    return this.answer;
  }

  async askSecret(question: string): Promise<string> {
    return this.ask(question);
  }
}
