import type { Progress } from '../control/index.ts';
import type { Terminal } from './terminal.ts';
import { fit, plain } from './text.ts';

const barWidth = 24;

/** One line: `[#######          ]  7/24 leeds fingerprint`. */
export function progressLine({ done, total, label }: Progress, columns: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * barWidth);
  const bar = total > 0 ? `[${'#'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${String(done).padStart(String(total).length)}/${total}` : `[${' '.repeat(barWidth)}]`;
  return fit(`${bar} ${plain(label)}`, columns);
}

/** Shows how far a command is, on a terminal; into a file or a pipe nothing is written. */
export class ProgressBar implements Disposable {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  readonly show = (progress: Progress): void => {
    if (!this.#terminal.live) return;
    const columns = Number.isFinite(this.#terminal.columns) ? this.#terminal.columns : 80;
    this.#terminal.progress(progressLine(progress, columns - 1));
  };

  [Symbol.dispose](): void {
    this.#terminal.progress(null);
  }
}
