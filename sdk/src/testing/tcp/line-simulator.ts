import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { SimulatorClock } from '../clock/index.ts';
import { AnswerPath } from '../faults/index.ts';
import type { LineDevice } from './line-device.ts';
import type { TcpFaults } from './tcp-faults.ts';

/**
 * What a line simulator plays, and where it listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface LineSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default any free one. */
  readonly port?: number;
  readonly device: LineDevice;
  readonly faults?: TcpFaults;
  /** What its slowness goes by. */
  readonly clock?: SimulatorClock;
}

/**
 * Starts a TCP server that answers lines.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startLineSimulator(options: LineSimulatorOptions): Promise<LineSimulator> {
  const server = createServer({ noDelay: true });
  server.listen({ host: options.address ?? '127.0.0.1', port: options.port ?? 0 });
  await once(server, 'listening');
  return new LineSimulator(server, options);
}

const lineBytes = 65_536;

/**
 * A server of lines on loopback.
 *
 * @experimental
 * @since 0.1.0
 */
export class LineSimulator implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly device: LineDevice;
  /** What it does wrong from now on; `halfOpen: accept` for new connections. */
  faults: TcpFaults;
  /** Lines that came, answered or not. */
  operations = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();
  readonly #path: AnswerPath;

  constructor(server: Server, { device, faults = {}, clock }: LineSimulatorOptions) {
    this.#server = server;
    this.device = device;
    this.faults = faults;
    this.#path = new AnswerPath({ clock, faults: () => this.faults, closing: this.#closing.signal });
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
      if (this.faults.halfOpen === 'accept') socket.resume();
      else this.#converse(socket.setEncoding('utf8'));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#closing.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #converse(socket: Socket): void {
    const way = this.#path.way();
    let isMute = false;
    let waiting = '';
    const send = (bytes: Buffer): void => {
      if (socket.writable && !isMute) socket.write(bytes);
    };
    const mute = (): void => {
      isMute = true;
      socket.pause();
    };
    const answer = (line: string): void => {
      this.operations += 1;
      const { disconnectAt, promptNoise = '' } = this.faults;
      if (disconnectAt !== undefined && this.operations >= disconnectAt) return void socket.destroy();
      const { text, closes } = this.device.answer(line.replace(/\r$/, ''));
      way.carry(Buffer.from(promptNoise + text), { send: closes ? (bytes) => void socket.end(bytes) : send, end: (bytes) => void socket.end(bytes), mute });
    };
    if (this.device.greeting !== '') socket.write(this.device.greeting);
    socket.on('data', (piece: string) => {
      waiting += piece;
      if (waiting.length > lineBytes) return void socket.destroy();
      const lines = waiting.split('\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) if (socket.writable && !isMute) answer(line);
    });
  }
}
