import { createSocket, type Socket, type SocketType } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { messageNumber } from './message-number.ts';

export interface ConnectedSocketEvents {
  /** Nothing listens there. */
  readonly onRefused: (error: Error) => void;
  /** The agent sent something. */
  readonly onDatagram: () => void;
}

type Sent = (error: Error | null, bytes: number) => void;

/**
 * A UDP socket that talks to one agent only. Answers from anywhere else never reach us, and an address where nothing
 * listens says so at once (ICMP port unreachable) instead of by silence. A request whose answer is here already, and was
 * not looked at because the process stood still, is not sent again: a device would do it twice.
 */
class ConnectedSocket extends EventEmitter {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #address: string;
  readonly #onRefused: (error: Error) => void;
  #waiting: (() => void)[] | null = null;
  #connected = false;
  /** Requests that were sent: the library sends the same buffer again when no answer came in time. */
  readonly #sent = new WeakSet<Buffer>();
  /** Requests that are to be sent again once what may have come is looked at, by their number. */
  readonly #again = new Set<string>();

  constructor(type: SocketType, port: number, address: string, { onRefused, onDatagram }: ConnectedSocketEvents) {
    super();
    this.#port = port;
    this.#address = address;
    this.#onRefused = onRefused;
    this.#socket = createSocket(type);
    this.#socket.on('message', (message, from) => {
      if (this.#again.size > 0) this.#again.delete(messageNumber(message) ?? '');
      onDatagram();
      this.emit('message', message, from);
    });
    this.#socket.on('close', () => this.emit('close'));
    this.#socket.on('error', (error) => this.#onRefused(error));
  }

  /** As the library calls it: where to is known already. */
  send(buffer: Buffer, offset: number, length: number, _port: number, _address: string, sent: Sent): void {
    const send = (): void => this.#socket.send(buffer, offset, length, sent);
    const number = this.#sent.has(buffer) ? messageNumber(buffer) : null;
    this.#sent.add(buffer);
    if (number === null) return this.#whenConnected(send);
    this.#again.add(number);
    // Timers that ran late come before what has arrived; immediates after it.
    setImmediate(() => this.#again.delete(number) && send());
  }

  ref(): void {
    this.#socket.ref();
  }

  unref(): void {
    this.#socket.unref();
  }

  close(): void {
    this.#waiting = null;
    this.#again.clear();
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
