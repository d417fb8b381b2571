import { EventEmitter } from 'node:events';
import { createReceiver, type User } from 'net-snmp';
import type { LibraryVarbind } from '../snmp-values.ts';

/** A message as net-snmp has read and believed it. Its published types leave the receiver out. */
export interface LibraryMessage {
  readonly version: number;
  user?: { readonly name: string };
  readonly msgSecurityParameters: { readonly msgAuthoritativeEngineID: Buffer; readonly msgAuthoritativeEngineBoots: number; readonly msgAuthoritativeEngineTime: number; msgUserName: string };
  readonly msgGlobalData: { msgFlags: number };
  readonly pdu: {
    readonly type: number; readonly varbinds: readonly LibraryVarbind[];
    /** Of v1 only. */
    readonly enterprise?: string; readonly generic?: number; readonly specific?: number; readonly upTime?: number;
  };
  toBuffer(): Buffer;
  createReportResponseMessage(engine: LibraryEngine, context: string, error: string): LibraryMessage;
}

interface LibraryEngine {
  engineBoots: number;
  engineTime: number;
}

interface Receiver {
  readonly engine: LibraryEngine;
  formatCallbackData(message: LibraryMessage): LibraryMessage;
  getAuthorizer(): { addCommunity(community: string): void; addUser(user: User): void };
}

interface Sender {
  readonly address: string;
  readonly port: number;
}

/** What the library made of a datagram: a message it believes, an error, something it would send. */
export interface LibraryReading {
  readonly message: LibraryMessage | null;
  readonly error: Error | null;
  readonly sends: Buffer | null;
}

/** A message that the library can read and not write. */
class Unwritable extends Error {
  override readonly name = 'ProcessingError';
}

/** Takes the place of the library's socket: datagrams are handed in, and what it sends is kept. */
class CaptiveSocket extends EventEmitter {
  sent: Buffer | null = null;

  bind(): void {}

  close(): void {}

  send(bytes: Buffer): void {
    this.sent = bytes;
  }
}

/**
 * net-snmp's receiver without its socket, for the secrets of one device. It acknowledges an inform as soon as it has read it,
 * and believes every message without a user: what it sends is held back here, and who reads this looks at the user.
 */
export class LibraryReceiver {
  readonly #socket = new CaptiveSocket();
  readonly #receiver: Receiver;
  #told: { readonly message: LibraryMessage | null; readonly error: Error | null } = { message: null, error: null };

  constructor(engineID: Buffer, communities: readonly string[], users: readonly User[]) {
    const options = { engineID, dgramModule: { createSocket: () => this.#socket } };
    const receiver: Receiver = createReceiver(options, (error: Error | null, message?: LibraryMessage) => (this.#told = { error, message: message ?? null }));
    // The library gives the PDU only; boots, time and user stand around it.
    receiver.formatCallbackData = (message) => message;
    for (const community of communities) receiver.getAuthorizer().addCommunity(community);
    for (const user of users) receiver.getAuthorizer().addUser(user);
    this.#receiver = receiver;
  }

  /** All of it happens before this returns: the library waits for nothing. */
  read(datagram: Buffer, from: Sender, clock: { readonly boots: number; readonly time: number }): LibraryReading {
    this.#told = { message: null, error: null };
    this.#socket.sent = null;
    this.#setClock(clock);
    try {
      this.#socket.emit('message', datagram, from);
    } catch (error) {
      // It writes an inform anew to acknowledge it, and throws at values that it has read and cannot write.
      return { message: null, error: new Unwritable('an inform that cannot be acknowledged', { cause: error }), sends: null };
    }
    return { ...this.#told, sends: this.#socket.sent };
  }

  /** RFC 3414's answers to a message that is not in time or names another engine; signed when the message was. */
  report(message: LibraryMessage, error: 'notInTimeWindow' | 'unknownEngine'): Buffer {
    const report = message.createReportResponseMessage(this.#receiver.engine, '', error === 'notInTimeWindow' ? '2' : '4');
    if (error === 'notInTimeWindow' && message.user !== undefined) {
      report.user = message.user;
      report.msgSecurityParameters.msgUserName = message.user.name;
      report.msgGlobalData.msgFlags = 1;
    }
    return report.toBuffer();
  }

  #setClock({ boots, time }: { readonly boots: number; readonly time: number }): void {
    this.#receiver.engine.engineBoots = boots;
    this.#receiver.engine.engineTime = time;
  }
}
