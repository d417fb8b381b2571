import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import { isIPv4, isIPv6 } from 'node:net';
import { AnswerGuard, type Verdict } from './answer-guard.ts';
import { messageHead } from './message-head.ts';

export interface ConnectedSocketEvents {
  /** Nothing listens there. */
  readonly onRefused: (error: Error) => void;
  /** Something came. */
  readonly onDatagram: (verdict: Verdict) => void;
  /** Whether the library could read what it was given last. */
  readonly isRead: () => boolean;
}

export interface AgentRoute {
  readonly port: number;
  readonly address: string;
  /** Answers may come from another address. */
  readonly anySource: boolean;
}

type Sent = (error: Error | null, bytes: number) => void;

interface Waiting {
  readonly send: () => void;
  readonly sent: Sent;
}

/** What net-snmp takes as its `dgramModule`. */
export interface DatagramModule {
  createSocket(): ConnectedSocket;
}

/**
 * A UDP socket that talks to one agent at a time. Answers from anywhere else never reach us unless they may, and an address where
 * nothing listens says so at once (ICMP port unreachable) instead of by silence. A request whose answer is here already, and
 * was not looked at because the process stood still, is not sent again: a device would do it twice. What answers nothing that
 * was asked, or not as it was asked, does not reach the library.
 */
export class ConnectedSocket extends EventEmitter {
  readonly #socket: Socket;
  #route: AgentRoute;
  readonly #events: ConnectedSocketEvents;
  readonly #guard = new AnswerGuard();
  #waiting: Waiting[] | null = null;
  #connected = false;
  /** Requests that were sent: the library sends the same buffer again when no answer came in time. */
  readonly #sent = new WeakSet<Buffer>();
  /** Requests that are to be sent again once what may have come is looked at, by their number. */
  readonly #again = new Set<number>();

  constructor(route: AgentRoute, events: ConnectedSocketEvents) {
    super();
    this.#route = route;
    this.#events = events;
    this.#socket = createSocket(isIPv6(route.address) ? 'udp6' : 'udp4');
    this.#socket.on('message', (message, from) => {
      // Came before the socket was turned, and was not looked at yet.
      if (!this.#route.anySource && from.address !== this.#route.address && isIPv4(this.#route.address)) return;
      events.onDatagram(this.#receive(message, from));
    });
    this.#socket.on('connect', () => {
      this.#connected = true;
      for (const { send } of this.#noLongerWaiting()) send();
    });
    this.#socket.on('close', () => this.emit('close'));
    this.#socket.on('error', (error) => this.#fail(error));
  }

  get address(): string {
    return this.#route.address;
  }

  /** From now on it talks to another agent of the same kind: nothing more may be sent to the one before. */
  turnTo(address: string): void {
    this.#route = { ...this.#route, address };
    this.#guard.forget();
    this.#again.clear();
    if (!this.#connected) return;
    this.#connected = false;
    this.#socket.disconnect();
  }

  /** As the library calls it: where to is known already. */
  send(buffer: Buffer, offset: number, length: number, _port: number, _address: string, sent: Sent): void {
    const { port, address, anySource } = this.#route;
    const send = (): void => (anySource ? this.#socket.send(buffer, offset, length, port, address, sent) : this.#socket.send(buffer, offset, length, sent));
    const number = this.#sent.has(buffer) ? (messageHead(buffer)?.number ?? null) : null;
    if (number === null) {
      this.#sent.add(buffer);
      this.#guard.asked(buffer);
      return anySource ? send() : this.#whenConnected({ send, sent });
    }
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
    this.#again.clear();
    this.#socket.close();
    for (const { sent } of this.#noLongerWaiting()) sent(new Error('the socket was closed'), 0);
  }

  #receive(message: Buffer, from: RemoteInfo): Verdict {
    try {
      return this.#guard.judge(message, () => {
        this.emit('message', message, from);
        if (!this.#events.isRead()) return false;
        if (this.#again.size > 0) this.#again.delete(messageHead(message)?.number ?? 0);
        return true;
      });
    } catch {
      // The library threw at what is in it.
      return 'malformed';
    }
  }

  #whenConnected(waiting: Waiting): void {
    if (this.#connected) return waiting.send();
    if (this.#waiting !== null) return void this.#waiting.push(waiting);
    this.#waiting = [waiting];
    this.#socket.connect(this.#route.port, this.#route.address);
  }

  #fail(error: Error): void {
    for (const { sent } of this.#noLongerWaiting()) sent(error, 0);
    this.#events.onRefused(error);
  }

  #noLongerWaiting(): Waiting[] {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    return waiting;
  }
}
