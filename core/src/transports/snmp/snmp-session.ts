import { isIPv6 } from 'node:net';
import {
  AuthProtocols, createSession, createV3Session, PrivProtocols, RequestFailedError, ResponseInvalidError, SecurityLevel, Version1, Version2c, Version3, type Session, type User, type Varbind,
} from 'net-snmp';
import type { Credential } from '../../sites/index.ts';
import type { Progress } from '../progress.ts';
import type { TransportSettings } from '../settings.ts';
import { clockWrong, noAnswerToThis, noSnmp, notProtected, OutOfTime, translated } from './answer-faults.ts';
import type { Verdict } from './answer-guard.ts';
import { connectedDatagrams } from './connected-socket.ts';
import './oid-texts.ts';
import './single-des.ts';
import { isWhole, type LibraryVarbind } from './snmp-values.ts';

export type SnmpCredential = Extract<Credential, { kind: 'snmp-community' | 'snmp-user' }>;
export type SnmpVersion = '1' | '2c' | '3';

// aes256b is Blumenthal's key extension, aes256r Reeder's, which Cisco and others use.
const privacy = { des: PrivProtocols.des, aes: PrivProtocols.aes, aes256: PrivProtocols.aes256b, aes256c: PrivProtocols.aes256r } as const;

/** A credential as the library takes it. */
export function libraryUser(credential: Extract<SnmpCredential, { kind: 'snmp-user' }>): User {
  const { user: name, auth, privacy: secrecy } = credential;
  if (auth === null) return { name, level: SecurityLevel.noAuthNoPriv };
  const authenticated = { name, authProtocol: AuthProtocols[auth.protocol], authKey: auth.key };
  if (secrecy === null) return { ...authenticated, level: SecurityLevel.authNoPriv };
  return { ...authenticated, level: SecurityLevel.authPriv, privProtocol: privacy[secrecy.protocol], privKey: secrecy.key };
}

/** A session of the library, and how many wait for it. */
interface Open {
  readonly library: Session;
  asking: number;
}

type Done<Item> = (error: Error | null, varbinds?: Item[]) => void;

/** One socket to one agent, with one credential and context. */
export class SnmpSession implements Disposable {
  readonly version: SnmpVersion;
  /** Its walks may go back. */
  readonly anyOrder: boolean;
  readonly #create: () => Session;
  #open: Open;
  /** Those that learned a clock which is wrong, until all that was asked over them has ended. */
  readonly #former = new Set<Open>();
  /** Datagrams that came, and what some of them were. */
  readonly #came = { answer: 0, stray: 0, unprotected: 0, malformed: 0 };
  #answers = 0;
  #isUnread = false;

  constructor(address: string, settings: TransportSettings['snmp'], credential: SnmpCredential, options: { context: string; writing: boolean }) {
    const { port, anySource } = settings;
    this.anyOrder = settings.anyOrder;
    const dgramModule = connectedDatagrams({ port, address, anySource }, {
      onRefused: (error) => void this.#open.library.cancelRequests(error),
      onDatagram: (verdict) => (this.#came[verdict] += 1),
      isRead: () => {
        const isUnread = this.#isUnread;
        this.#isUnread = false;
        return !isUnread;
      },
    });
    const common = { port, retries: settings.retries, timeout: settings.timeoutMs, transport: isIPv6(address) ? ('udp6' as const) : ('udp4' as const), dgramModule };
    if (credential.kind === 'snmp-user') {
      this.version = '3';
      const user = libraryUser(credential);
      this.#create = () => createV3Session(address, user, { ...common, version: Version3, context: options.context });
    } else {
      const version = settings.version === '1' ? '1' : '2c';
      this.version = version;
      const community = (options.writing ? credential.writeCommunity : null) ?? credential.community;
      // Cisco's way to name a context before SNMPv3: community@context.
      const named = options.context === '' ? community : `${community}@${options.context}`;
      this.#create = () => createSession(address, named, { ...common, version: version === '1' ? Version1 : Version2c });
    }
    this.#open = this.#opened();
  }

  get(oids: readonly string[], progress: Progress): Promise<LibraryVarbind[]> {
    return this.#ask(progress, (session, done) => session.get([...oids], done));
  }

  getNext(oids: readonly string[], progress: Progress): Promise<LibraryVarbind[]> {
    return this.#ask(progress, (session, done) => session.getNext([...oids], done));
  }

  /** The successors of each OID, by OID. */
  async getBulk(oids: readonly string[], maxRepetitions: number, progress: Progress): Promise<LibraryVarbind[][]> {
    const columns = await this.#ask<LibraryVarbind | LibraryVarbind[]>(progress, (session, done) => session.getBulk([...oids], 0, maxRepetitions, done));
    return columns.map((column) => (Array.isArray(column) ? column : [column]));
  }

  async set(varbinds: readonly Varbind[], progress: Progress): Promise<void> {
    await this.#ask(progress, (session, done) => session.set([...varbinds], done));
  }

  [Symbol.dispose](): void {
    for (const { library } of [this.#open, ...this.#former]) library.close();
    this.#former.clear();
  }

  #opened(): Open {
    const library = this.#create();
    // A datagram that the library cannot read names no request: the request times out, and says what came instead.
    library.on('error', () => (this.#isUnread = true));
    return { library, asking: 0 };
  }

  async #ask<Item extends LibraryVarbind | LibraryVarbind[]>(progress: Progress, send: (session: Session, done: Done<Item>) => void): Promise<Item[]> {
    progress.layer = 'request';
    const open = this.#open;
    try {
      return await this.#askOver(open, progress, send);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      // The library never goes back: an agent that forgot how often it started, or another one at its address, is met anew. Once.
      this.#forget(open);
      return await this.#askOver(this.#open, progress, send).catch((again: unknown) => {
        throw again instanceof OutOfTime ? clockWrong(progress) : again;
      });
    }
  }

  #forget(open: Open): void {
    if (open !== this.#open) return;
    this.#open = this.#opened();
    if (open.asking === 0) open.library.close();
    else this.#former.add(open);
  }

  #askOver<Item extends LibraryVarbind | LibraryVarbind[]>(open: Open, progress: Progress, send: (session: Session, done: Done<Item>) => void): Promise<Item[]> {
    const { signal } = progress;
    const before = { ...this.#came, answers: this.#answers };
    open.asking += 1;
    return new Promise<Item[]>((resolve, reject) => {
      // The library cannot call a request off: what comes after the deadline is let go.
      const leave = (): void => reject(signal.reason instanceof Error ? signal.reason : progress.late());
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      send(open.library, (error, varbinds = []) => {
        signal.removeEventListener('abort', leave);
        if (error === null || error === undefined || error instanceof RequestFailedError || error instanceof ResponseInvalidError) this.#answers += 1;
        if (error !== null && error !== undefined) reject(error.name === 'RequestTimedOutError' ? this.#silence(error, before, progress) : translated(error, progress));
        else if (varbinds.every((found) => (Array.isArray(found) ? found.every(isWhole) : isWhole(found)))) resolve(varbinds);
        else reject(progress.failure('Unsupported', 'the agent answered garbage: a value that is cut short'));
      });
    }).finally(() => {
      open.asking -= 1;
      if (open.asking === 0 && this.#former.delete(open)) open.library.close();
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
