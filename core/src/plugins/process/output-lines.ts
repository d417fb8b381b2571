import type { Readable } from 'node:stream';

const longest = 2_000;

/** Lines kept: a stack, and what was said before it. */
const kept = 40;

/** Reads what a process prints, line by line; long lines are cut, and nothing is kept but the last lines. */
export class OutputLines {
  #pending = '';
  #last: string[] = [];

  constructor(stream: Readable, onLine: (line: string) => void) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      const lines = (this.#pending + text).split('\n');
      this.#pending = (lines.pop() ?? '').slice(0, longest);
      for (const line of lines) {
        if (line.trim() === '') continue;
        const cut = line.slice(0, longest);
        this.#last = [...this.#last.slice(1 - kept), cut];
        onLine(cut);
      }
    });
    stream.on('error', () => undefined);
  }

  /** The last lines, oldest first. */
  get last(): readonly string[] {
    return this.#last;
  }

  /** The line that says most about why the process ended, null when it was silent. */
  get complaint(): string | null {
    const fatal = this.#last.find((line) => /^\s*(FATAL ERROR|\w*Error\b|Uncaught)/.test(line) || /\bheap out of memory\b/.test(line));
    return fatal?.trim() ?? this.#last.at(-1)?.trim() ?? null;
  }
}
