import { isUtf8 } from 'node:buffer';
import type { Writable } from 'node:stream';

/**
 * Bytes of one frame, line feed not counted. A longer one closes the channel: nothing buffers without end.
 *
 * @internal
 * @since 0.1.0
 */
export const maxFrameBytes = 1_024 * 1_024;

/**
 * Cuts a byte stream into lines. Never throws: what breaks the rules comes back as a sentence, and the reader is done.
 *
 * @internal
 * @since 0.1.0
 */
export class FrameReader {
  readonly #limit: number;
  #parts: Buffer[] = [];
  #pending = 0;
  #violation: string | null = null;

  constructor(limit: number = maxFrameBytes) {
    this.#limit = limit;
  }

  /** Bytes kept for a frame that is not complete. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Hands over the frames that are complete with this chunk. Returns the violation that ended reading, else null. All
   * frames of a chunk become text in one go: a chunk of a busy channel holds dozens.
   */
  push(chunk: Buffer, onFrame: (text: string) => void): string | null {
    if (this.#violation !== null) return this.#violation;
    const last = chunk.lastIndexOf(10);
    if (last !== -1) {
      const whole = this.#take(chunk.subarray(0, last));
      if (!isUtf8(whole)) return this.#end('a frame that is not UTF-8');
      for (const frame of whole.toString('utf8').split('\n')) {
        // Text is never longer than its bytes: only what comes near the limit needs counting.
        if (frame.length * 3 > this.#limit && Buffer.byteLength(frame) > this.#limit) return this.#end(`a frame of ${Buffer.byteLength(frame)} bytes`);
        onFrame(frame);
      }
    }
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(last + 1));
    return this.#pending > this.#limit ? this.#end(`a frame of more than ${this.#limit} bytes`) : null;
  }

  #keep(rest: Buffer): void {
    this.#parts.push(rest);
    this.#pending += rest.length;
  }

  #take(last: Buffer): Buffer {
    if (this.#pending === 0) return last;
    const frame = Buffer.concat([...this.#parts, last]);
    this.#parts = [];
    this.#pending = 0;
    return frame;
  }

  #end(violation: string): string {
    this.#parts = [];
    this.#pending = 0;
    this.#violation = violation;
    return violation;
  }
}

/**
 * Writes frames: all of one turn of the event loop in one piece, which triples what a channel carries.
 *
 * @internal
 * @since 0.1.0
 */
export class FrameWriter {
  readonly #stream: Writable;
  #batch: string[] = [];
  #scheduled = false;
  #written = 0;

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Frames so far. */
  get written(): number {
    return this.#written;
  }

  /** Characters and bytes not taken by the other end yet. */
  get backlog(): number {
    return this.#stream.writableLength;
  }

  write(frame: string): void {
    this.#batch.push(frame);
    this.#written += 1;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  flush(): void {
    this.#scheduled = false;
    if (this.#batch.length === 0) return;
    const text = `${this.#batch.join('\n')}\n`;
    this.#batch = [];
    if (this.#stream.writable) this.#stream.write(text);
  }
}
