import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
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
  /** What it does wrong from now on. */
  faults: TcpFaults;
  /** Lines that came, answered or not. */
  lines = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #closing = new AbortController();

  constructor(server: Server, { device, faults = {} }: LineSimulatorOptions) {
    this.#server = server;
    this.device = device;
    this.faults = faults;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
      void this.#converse(socket.setEncoding('utf8')).catch(() => socket.destroy());
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

  async #converse(socket: Socket): Promise<void> {
    if (this.faults.halfOpen !== true && this.device.greeting !== '') await this.#say(socket, this.device.greeting);
    let waiting = '';
    for await (const piece of socket) {
      waiting += String(piece);
      if (waiting.length > lineBytes) return void socket.destroy();
      const lines = waiting.split('\n');
      waiting = lines.pop() ?? '';
      for (const line of lines) {
        this.lines += 1;
        if (this.faults.halfOpen === true) continue;
        if (this.faults.disconnectAt !== undefined && this.lines >= this.faults.disconnectAt) return void socket.destroy();
        const { text, closes } = this.device.answer(line.replace(/\r$/, ''));
        await this.#say(socket, text);
        if (closes) return void socket.end();
      }
    }
  }

  async #say(socket: Socket, text: string): Promise<void> {
    const { latencyMs = 0, garbage, truncated } = this.faults;
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: this.#closing.signal });
    if (garbage === true) socket.write(Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x0a]));
    else if (truncated === true) socket.end(text.slice(0, text.length >> 1));
    else socket.write(text);
  }
}
