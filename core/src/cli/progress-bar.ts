import type { Progress } from '../api/index.ts';
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

/** Shows how far a command is: one line that changes on a terminal, a line for each tenth elsewhere. */
export class ProgressBar implements Disposable {
  readonly #terminal: Terminal;
  #drawn = false;
  #told = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  readonly show = (progress: Progress): void => {
    if (this.#terminal.live) {
      const columns = Number.isFinite(this.#terminal.columns) ? this.#terminal.columns : 80;
      this.#terminal.writeError(`\r\u001b[2K${progressLine(progress, columns - 1)}`);
      this.#drawn = true;
      return;
    }
    const step = progress.total > 0 ? `${Math.floor((10 * progress.done) / progress.total)}/${progress.label.split(',')[0] ?? ''}` : progress.label;
    if (step === this.#told) return;
    this.#told = step;
    this.#terminal.writeError(`${progress.done}/${progress.total} ${plain(progress.label)}\n`);
  };

  [Symbol.dispose](): void {
    if (this.#drawn) this.#terminal.writeError('\r\u001b[2K');
  }
}
