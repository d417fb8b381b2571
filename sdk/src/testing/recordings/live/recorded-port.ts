import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fromRecordedBytes } from '../recorded-bytes.ts';
import type { Exchange } from '../recording-schema.ts';

interface Dialogue {
  readonly sent: Buffer;
  readonly answer: Buffer;
  /** Whoever asked waited for the end instead of for a mark. */
  readonly closes: boolean;
}

/** A TCP port of a recorded device: what was sent is answered as it was. */
export class RecordedPort implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly #server: Server;
  readonly #dialogues: readonly Dialogue[];
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, dialogues: readonly Dialogue[]) {
    this.#server = server;
    this.#dialogues = dialogues;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
      this.#converse(socket);
    });
  }

  static async start(exchanges: readonly Exchange[], address: string, port: number): Promise<RecordedPort> {
    const dialogues = exchanges.flatMap((exchange): Dialogue[] => {
      if (exchange.answer === undefined || exchange.answer === null) return [];
      if (exchange.ask === 'fingerprint.tcp') return [{ sent: Buffer.from(exchange.send ?? ''), answer: Buffer.from(`${exchange.answer}\n`), closes: false }];
      return exchange.ask !== 'tcp.exchange' ? [] : [{ sent: fromRecordedBytes(exchange.send ?? ''), answer: fromRecordedBytes(exchange.answer), closes: exchange.until === undefined }];
    });
    const server = createServer({ noDelay: true }).listen({ host: address, port });
    await once(server, 'listening');
    return new RecordedPort(server, dialogues);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
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
