import { RequestFailedError, ResponseInvalidError, type Session } from 'net-snmp';
import type { Progress } from '../progress.ts';
import { noAnswerToThis, noSnmp, notProtected, translated } from './answer-faults.ts';
import type { Verdict } from './answer-guard.ts';
import { ConnectedSocket, type AgentRoute, type DatagramModule } from './connected-socket.ts';
import { isWhole, type LibraryVarbind } from './snmp-values.ts';

export type Done<Item> = (error: Error | null, varbinds?: Item[]) => void;
export type Send<Item> = (session: Session, done: Done<Item>) => void;

/** A session of the library over a socket of its own, which leads to one agent at a time. */
export class SnmpLine {
  readonly #library: Session;
  readonly #socket: ConnectedSocket;
  /** Datagrams that came, and what some of them were. */
  readonly #came = { answer: 0, stray: 0, unprotected: 0, malformed: 0 };
  #answers = 0;
  #isUnread = false;
  #asking = 0;
  /** Requests that the library may still send again. */
  #open = 0;
  #isClosed = false;

  constructor(route: AgentRoute, create: (dgramModule: DatagramModule) => Session) {
    this.#socket = new ConnectedSocket(route, {
      onRefused: (error) => void this.#library.cancelRequests(error),
      onDatagram: (verdict) => (this.#came[verdict] += 1),
      isRead: () => {
        const isUnread = this.#isUnread;
        this.#isUnread = false;
        return !isUnread;
      },
    });
    this.#library = create({ createSocket: () => this.#socket });
    // A datagram that the library cannot read names no request: the request times out, and says what came instead.
    this.#library.on('error', () => (this.#isUnread = true));
  }

  get address(): string {
    return this.#socket.address;
  }

  /** Nobody waits for anything over it. */
  get isIdle(): boolean {
    return this.#asking === 0;
  }

  /** Nothing more will be sent over it: it may lead to another agent. */
  get isClear(): boolean {
    return this.#open === 0;
  }

  turnTo(address: string): void {
    if (address !== this.#socket.address) this.#socket.turnTo(address);
  }

  async ask<Item extends LibraryVarbind | LibraryVarbind[]>(progress: Progress, send: Send<Item>): Promise<Item[]> {
    this.#asking += 1;
    try {
      return await this.#ask(progress, send);
    } finally {
      this.#asking -= 1;
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#library.close();
  }

  #ask<Item extends LibraryVarbind | LibraryVarbind[]>(progress: Progress, send: Send<Item>): Promise<Item[]> {
    const { signal } = progress;
    const before = { ...this.#came, answers: this.#answers };
    return new Promise<Item[]>((resolve, reject) => {
      // The library cannot call a request off: what comes after the deadline is let go.
      const leave = (): void => reject(signal.reason instanceof Error ? signal.reason : progress.late());
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      this.#open += 1;
      let isOver = false;
      send(this.#library, (error, varbinds = []) => {
        // The library may tell an error twice.
        if (isOver) return;
        isOver = true;
        this.#open -= 1;
        signal.removeEventListener('abort', leave);
        if (error === null || error === undefined || error instanceof RequestFailedError || error instanceof ResponseInvalidError) this.#answers += 1;
        if (error !== null && error !== undefined) reject(error.name === 'RequestTimedOutError' ? this.#silence(error, before, progress) : translated(error, progress));
        else if (varbinds.every((found) => (Array.isArray(found) ? found.every(isWhole) : isWhole(found)))) resolve(varbinds);
        else reject(progress.failure('Unsupported', 'the agent answered garbage: a value that is cut short'));
      });
    });
  }

  /** No answer in time: what else came meanwhile says why. */
  #silence(error: Error, before: { readonly [Count in Verdict | 'answers']: number }, progress: Progress): Error {
    if (this.#came.unprotected > before.unprotected) return notProtected(progress, error);
    if (this.#came.malformed > before.malformed) return noSnmp(progress, error);
    const strays = this.#came.stray + this.#came.answer - this.#answers;
    if (strays > before.stray + before.answer - before.answers) return noAnswerToThis(progress, error);
    return progress.failure('Unreachable', 'the agent does not answer', 'Is the agent up, the port right, and the community one it knows? Agents do not answer to a wrong one.', error);
  }
}
