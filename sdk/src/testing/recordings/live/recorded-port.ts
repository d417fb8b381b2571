import type { Socket } from 'node:net';
import { fromRecordedBytes } from '../recorded-bytes.ts';
import type { Exchange } from '../recording-schema.ts';
import { Listener } from './listener.ts';

interface Dialogue {
  readonly sent: Buffer;
  readonly answer: Buffer;
  /** Whoever asked waited for the end instead of for a mark. */
  readonly closes: boolean;
}

/** A TCP port of a recorded device: what was sent is answered as it was. */
export class RecordedPort {
  readonly #dialogues: readonly Dialogue[];

  private constructor(dialogues: readonly Dialogue[]) {
    this.#dialogues = dialogues;
  }

  static start(exchanges: readonly Exchange[], address: string, port: number): Promise<Listener> {
    const dialogues = exchanges.flatMap((exchange): Dialogue[] => {
      if (exchange.answer === undefined || exchange.answer === null) return [];
      if (exchange.ask === 'fingerprint.tcp') return [{ sent: Buffer.from(exchange.send ?? ''), answer: Buffer.from(`${exchange.answer}\n`), closes: false }];
      return exchange.ask !== 'tcp.exchange' ? [] : [{ sent: fromRecordedBytes(exchange.send ?? ''), answer: fromRecordedBytes(exchange.answer), closes: exchange.until === undefined }];
    });
    const recorded = new RecordedPort(dialogues);
    return Listener.open(address, port, (socket) => recorded.#converse(socket));
  }

  #converse(socket: Socket): void {
    // What comes without being asked for comes at once, but only when nothing else was ever recorded: who asks waits for its answer.
    const greeting = this.#dialogues.findLast(({ sent }) => sent.length === 0);
    if (greeting !== undefined && this.#dialogues.every(({ sent }) => sent.length === 0)) return this.#say(socket, greeting);
    let received = Buffer.alloc(0);
    socket.on('data', (piece: Buffer) => {
      received = Buffer.concat([received, piece]).subarray(-65_536);
      const dialogue = this.#dialogues.findLast(({ sent }) => sent.equals(received));
      if (dialogue === undefined) return;
      received = Buffer.alloc(0);
      this.#say(socket, dialogue);
    });
  }

  #say(socket: Socket, { answer, closes }: Dialogue): void {
    if (closes) socket.end(answer);
    else socket.write(answer);
  }
}
