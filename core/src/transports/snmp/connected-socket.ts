import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { EventEmitter } from 'node:events';

export interface ConnectedSocketEvents {
  /** Nothing listens there. */
  readonly onRefused: (error: Error) => void;
  /** The agent sent something. */
  readonly onDatagram: () => void;
}

type Sent = (error: Error | null, bytes: number) => void;

/**
 * A UDP socket that talks to one agent only. Answers from anywhere else never reach us, and an address where nothing
 * listens says so at once (ICMP port unreachable) instead of by silence.
 */
class ConnectedSocket extends EventEmitter {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #address: string;
  readonly #onRefused: (error: Error) => void;
  #waiting: (() => void)[] | null = null;
  #connected = false;

  constructor(type: SocketType, port: number, address: string, { onRefused, onDatagram }: ConnectedSocketEvents) {
    super();
    this.#port = port;
    this.#address = address;
    this.#onRefused = onRefused;
    this.#socket = createSocket(type);
    this.#socket.on('message', (message, from) => {
      onDatagram();
      this.emit('message', message, from);
    });
    this.#socket.on('close', () => this.emit('close'));
    this.#socket.on('error', (error) => this.#onRefused(error));
  }

  /** As the library calls it: where to is known already. */
  send(buffer: Buffer, offset: number, length: number, _port: number, _address: string, sent: Sent): void {
    this.#whenConnected(() => this.#socket.send(buffer, offset, length, sent));
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#waiting = null;
    this.#socket.close();
  }

  #whenConnected(send: () => void): void {
    if (this.#connected) return send();
    if (this.#waiting !== null) return void this.#waiting.push(send);
    this.#waiting = [send];
    this.#socket.connect(this.#port, this.#address, () => {
      this.#connected = true;
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const waited of waiting) waited();
    });
  }
}

/** What net-snmp takes as its `dgramModule`. */
export function connectedDatagrams(port: number, address: string, events: ConnectedSocketEvents): { createSocket(type: SocketType): ConnectedSocket } {
  return { createSocket: (type) => new ConnectedSocket(type, port, address, events) };
}
