import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { AnswerPath } from '../faults/index.ts';
import { AmiConnection } from './ami-connection.ts';
import type { AmiFaults } from './ami-faults.ts';
import type { Asterisk } from './asterisk.ts';

/**
 * What an AMI simulator plays, and where it listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface AmiSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default any free one. */
  readonly port?: number;
  readonly asterisk: Asterisk;
  readonly faults?: AmiFaults;
  /** How long a refused login waits for its answer. Default 1,000 ms, as Asterisk does. */
  readonly refusalMs?: number;
}

/**
 * Starts the manager interface of a simulated Asterisk.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startAmiSimulator(options: AmiSimulatorOptions): Promise<AmiSimulator> {
  const server = createServer({ noDelay: true });
  server.listen({ host: options.address ?? '127.0.0.1', port: options.port ?? 0 });
  await once(server, 'listening');
  return new AmiSimulator(server, options);
}

/**
 * A manager interface on loopback.
 *
 * @experimental
 * @since 0.1.0
 */
export class AmiSimulator implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly asterisk: Asterisk;
  /** What it does wrong from now on; `halfOpen: accept` for new connections. */
  faults: AmiFaults;
  /** Actions that came after a login, done or not. */
  operations = 0;
  readonly #server: Server;
  readonly #connections = new Set<AmiConnection>();
  readonly #closing = new AbortController();

  constructor(server: Server, { asterisk, faults = {}, refusalMs = 1_000 }: AmiSimulatorOptions) {
    this.#server = server;
    this.asterisk = asterisk;
    this.faults = faults;
    ({ address: this.address, port: this.port } = server.address() as AddressInfo);
    const path = new AnswerPath({ clock: asterisk.clock, faults: () => this.faults, closing: this.#closing.signal });
    const connections = this.#connections;
    const simulator = (): AmiSimulator => this;
    server.on('connection', (socket) => {
      const connection = new AmiConnection(socket, {
        asterisk,
        refusalMs,
        path,
        begins: () => this.#begins(),
        get faults() {
          return simulator().faults;
        },
        get online() {
          return [...connections].flatMap(({ user }) => (user === null ? [] : [user.name]));
        },
      });
      connections.add(connection);
      socket.once('close', () => connections.delete(connection));
    });
  }

  /** Ends every session, as a restart would; new ones are taken. */
  disconnectAll(): void {
    for (const connection of this.#connections) connection.close();
  }

  #begins(): boolean {
    this.operations += 1;
    const { disconnectAt } = this.faults;
    return disconnectAt === undefined || this.operations < disconnectAt;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    this.#closing.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.disconnectAll();
    await closed;
  }
}
