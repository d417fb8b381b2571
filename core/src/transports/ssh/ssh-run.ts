import type { SshOutput } from '@jackfield/sdk';
import type { ClientChannel } from 'ssh2';

const defaultBytes = 1_024 * 1_024;
/** Output beyond the cap is read and dropped, up to this many times the cap; then the command is ended. */
const patience = 16;

/** Collects up to a cap of bytes as text. */
class Capped {
  readonly #pieces: Buffer[] = [];
  readonly #most: number;
  #kept = 0;
  seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get truncated(): boolean {
    return this.seen > this.#kept;
  }

  /** What of the piece was kept. */
  add(piece: Buffer): Buffer {
    this.seen += piece.length;
    const kept = piece.subarray(0, Math.max(0, this.#most - this.#kept));
    this.#kept += kept.length;
    if (kept.length > 0) this.#pieces.push(kept);
    return kept;
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}

/** Feeds standard input, reads both outputs up to the cap, waits for the end. */
export function collectOutput(channel: ClientChannel, stdin: string, maxBytes: number | undefined, onPiece?: (piece: string) => void): Promise<SshOutput> {
  const most = maxBytes ?? defaultBytes;
  const [stdout, stderr] = [new Capped(most), new Capped(most)];
  const decoder = new TextDecoder();
  return new Promise((resolve, reject) => {
    let status: { code: number | null; signal: string | null } = { code: null, signal: null };
    const flooded = (): void => {
      if (stdout.seen + stderr.seen > most * patience) channel.destroy();
    };
    channel.on('data', (piece: Buffer) => {
      const kept = stdout.add(piece);
      if (onPiece !== undefined && kept.length > 0) onPiece(decoder.decode(kept, { stream: true }));
      flooded();
    });
    channel.stderr.on('data', (piece: Buffer) => {
      stderr.add(piece);
      flooded();
    });
    channel.once('exit', (code: number | null, signal?: string) => (status = { code, signal: signal ?? null }));
    channel.once('error', reject);
    channel.once('close', () => resolve({ ...status, stdout: stdout.text(), stderr: stderr.text(), truncated: stdout.truncated || stderr.truncated }));
    channel.end(stdin);
  });
}
