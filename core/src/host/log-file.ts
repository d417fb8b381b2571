import { open, type FileHandle } from 'node:fs/promises';
import type { JackfieldError } from '../errors/index.ts';
import type { StorageStatus } from '../store/index.ts';
import { logNotWritten } from './errors.ts';

/** Bytes of lines that may wait for room on the disk. */
const mostHeld = 4 * 1_024 * 1_024;
const retryMs = 1_000;

export interface LogFileOptions {
  readonly file: string;
  /** Told once, when lines have to wait. */
  readonly onFull: (problem: JackfieldError) => void;
  /** Told when all that waited is written, with how many lines were too much to be kept. */
  readonly onRoom: (written: number, lost: number) => void;
}

/** A file of lines that neither blocks nor ends its writer: what a full disk does not take waits in memory. */
export class LogFile implements AsyncDisposable {
  readonly #options: LogFileOptions;
  readonly #handle: FileHandle;
  #lines: Buffer[] = [];
  #size = 0;
  #written = 0;
  #lost = 0;
  #problem: JackfieldError | null = null;
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  static async open(options: LogFileOptions): Promise<LogFile> {
    return new LogFile(options, await open(options.file, 'a', 0o600));
  }

  private constructor(options: LogFileOptions, handle: FileHandle) {
    this.#options = options;
    this.#handle = handle;
  }

  status(): StorageStatus {
    return { waiting: this.#problem === null ? 0 : this.#lines.length, lost: this.#lost, problem: this.#problem };
  }

  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#size + bytes.length > mostHeld) {
      this.#lost += 1;
      return;
    }
    this.#lines.push(bytes);
    this.#size += bytes.length;
    if (this.#problem === null) this.#drain();
  }

  /** What still finds no room is lost. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#append();
    await this.#handle.close();
  }

  #drain(): void {
    this.#writing ??= this.#append().finally(() => (this.#writing = null));
  }

  async #append(): Promise<void> {
    try {
      while (this.#lines.length > 0) await this.#some();
    } catch (cause) {
      const first = this.#problem === null;
      this.#problem ??= logNotWritten(cause instanceof Error ? cause.message : String(cause), { place: { file: this.#options.file }, cause });
      if (!this.#ended) this.#later();
      if (first) this.#options.onFull(this.#problem);
      return;
    }
    if (this.#problem === null) return;
    const written = this.#written;
    this.#problem = null;
    this.#written = 0;
    this.#options.onRoom(written, this.#lost);
  }

  /** Writes what is there. Of a line that found room in part, the rest is left. */
  async #some(): Promise<void> {
    const lines = this.#lines;
    let { bytesWritten: left } = await this.#handle.write(Buffer.concat(lines));
    this.#size -= left;
    let whole = 0;
    for (const line of lines) {
      if (left < line.length) break;
      left -= line.length;
      whole += 1;
    }
    const rest = this.#lines.slice(whole);
    if (left > 0 && rest[0] !== undefined) rest[0] = rest[0].subarray(left);
    this.#lines = rest;
    if (this.#problem !== null) this.#written += whole;
  }

  #later(): void {
    this.#timer = setTimeout(() => this.#drain(), retryMs);
    this.#timer.unref();
  }
}
