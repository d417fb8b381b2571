/** One line that is drawn over itself, and taken away before anything else is written. */
export class ProgressLine {
  readonly #write: (text: string) => void;
  #isDrawn = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  draw(line: string): void {
    this.#write(`\r\u001b[2K${line}`);
    this.#isDrawn = true;
  }

  clear(): void {
    if (this.#isDrawn) this.#write('\r\u001b[2K');
    this.#isDrawn = false;
  }
}
