import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A TCP port that a recorded device is reached at; ends its conversations when it ends. */
export class Listener implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, converse: (socket: Socket) => void) {
    this.#server = server;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
      converse(socket);
    });
  }

  static async open(address: string, port: number, converse: (socket: Socket) => void): Promise<Listener> {
    const server = createServer({ noDelay: true }).listen({ host: address, port });
    await once(server, 'listening');
    return new Listener(server, converse);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
