import { isIPv6 } from 'node:net';
import {
  AuthProtocols, createSession, createV3Session, ErrorStatus, PrivProtocols, RequestFailedError, ResponseInvalidError,
  SecurityLevel, Version1, Version2c, Version3, type Session, type User, type Varbind,
} from 'net-snmp';
import type { Credential } from '../../sites/index.ts';
import type { Progress } from '../progress.ts';
import type { TransportSettings } from '../settings.ts';
import { connectedDatagrams } from './connected-socket.ts';
import type { LibraryVarbind } from './snmp-values.ts';

export type SnmpCredential = Extract<Credential, { kind: 'snmp-community' | 'snmp-user' }>;
export type SnmpVersion = '1' | '2c' | '3';

/** A PDU that the agent answered with an error status. */
export class AgentError extends Error {
  readonly status: ErrorStatus;
  /** Position of the varbind that failed, from 0; -1 when the agent did not say. */
  readonly position: number;

  constructor(status: ErrorStatus, position: number) {
    super(ErrorStatus[status] ?? `error status ${status}`);
    this.status = status;
    this.position = position;
  }
}

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

/** Something is there and answers; an agent it is not. */
function noSnmp(progress: Progress, cause: Error): Error {
  progress.layer = 'answer';
  return progress.failure('Unreachable', 'it answers what is no SNMP', 'Is another service at that port, or something between that alters datagrams? If it is the agent itself, restart or update it.', cause);
}

/** It speaks SNMP, and what it says answers nothing that waits for it. */
function noAnswerToThis(progress: Progress, cause: Error): Error {
  progress.layer = 'answer';
  return progress.failure(
    'Unreachable', 'what the agent answers comes too late, or under the number of another request',
    'Set transports.snmp.timeoutMs higher for it. If that does not help, its SNMP is broken: restart or update it.', cause,
  );
}

/** ENotInTimeWindow of the library's ResponseInvalidCode, which its types leave out. */
const notInTimeWindow = 14;

type Send<Item> = (session: Session, done: (error: Error | null, varbinds?: Item[]) => void) => void;

/** One socket to one agent, with one credential and context. */
export class SnmpSession implements Disposable {
  readonly version: SnmpVersion;
  readonly #create: () => Session;
  #session: Session;
  /** Datagrams that came, those that were no SNMP, and those that answered a request that waited. */
  #datagrams = 0;
  #malformed = 0;
  #answers = 0;

  constructor(address: string, settings: TransportSettings['snmp'], credential: SnmpCredential, options: { context: string; writing: boolean }) {
    const common = {
      port: settings.port, retries: settings.retries, timeout: settings.timeoutMs, transport: isIPv6(address) ? ('udp6' as const) : ('udp4' as const),
      ...(settings.anySource ? {} : { dgramModule: connectedDatagrams(settings.port, address, { onRefused: (error) => this.#session.cancelRequests(error), onDatagram: () => (this.#datagrams += 1) }) }),
    };
    if (credential.kind === 'snmp-user') {
      this.version = '3';
      this.#create = () => createV3Session(address, libraryUser(credential), { ...common, version: Version3, context: options.context });
    } else {
      this.version = settings.version === '1' ? '1' : '2c';
      const community = (options.writing ? credential.writeCommunity : null) ?? credential.community;
      // Cisco's way to name a context before SNMPv3: community@context.
      const named = options.context === '' ? community : `${community}@${options.context}`;
      this.#create = () => createSession(address, named, { ...common, version: this.version === '1' ? Version1 : Version2c });
    }
    this.#session = this.#open();
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
    await this.#ask(progress, (session, done) => session.set([...varbinds], done), false);
  }

  [Symbol.dispose](): void {
    this.#session.close();
  }

  #open(): Session {
    const session = this.#create();
    // A datagram that is no SNMP names no request: the request times out, and says what came instead.
    session.on('error', () => (this.#malformed += 1));
    return session;
  }

  /** An engine whose boots went back is another one under the same name: what is known of its clock is let go, once. A SET is not sent twice. */
  async #ask<Item>(progress: Progress, send: Send<Item>, mayRepeat = true): Promise<Item[]> {
    const session = this.#session;
    try {
      return await this.#send(session, progress, send);
    } catch (error) {
      const isOutOfStep = error instanceof Error && error.cause instanceof ResponseInvalidError && Number(error.cause.code) === notInTimeWindow;
      // Requests that were under way over a session that another one of them gave up go over the new one.
      if ((!isOutOfStep && session === this.#session) || progress.signal.aborted) throw error;
      if (session === this.#session) {
        this.#session = this.#open();
        session.close();
      }
      if (!mayRepeat) throw error;
      return this.#send(this.#session, progress, send);
    }
  }

  #send<Item>(session: Session, progress: Progress, send: Send<Item>): Promise<Item[]> {
    progress.layer = 'request';
    const { signal } = progress;
    const before = { malformed: this.#malformed, stray: this.#datagrams - this.#answers };
    return new Promise((resolve, reject) => {
      // The library cannot call a request off: what comes after the deadline is let go.
      const leave = (): void => reject(signal.reason instanceof Error ? signal.reason : progress.late());
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      send(session, (error, varbinds) => {
        signal.removeEventListener('abort', leave);
        const timedOut = error?.name === 'RequestTimedOutError';
        if (error === null || error === undefined || error instanceof RequestFailedError || error instanceof ResponseInvalidError) this.#answers += 1;
        if (error === null || error === undefined) resolve(varbinds ?? []);
        else if (timedOut && this.#malformed > before.malformed) reject(noSnmp(progress, error));
        else if (timedOut && this.#datagrams - this.#answers > before.stray) reject(noAnswerToThis(progress, error));
        else reject(this.#translate(error, progress));
      });
    });
  }

  #translate(error: Error, progress: Progress): Error {
    if (error.name === 'RequestTimedOutError') {
      return progress.failure('Unreachable', 'the agent does not answer', 'Is the agent up, the port right, and the community one it knows? Agents do not answer to a wrong one.', error);
    }
    if (error instanceof RequestFailedError) return new AgentError(error.status, -1);
    if (error instanceof ResponseInvalidError) {
      if (/digest|user|security level|auth|decrypt/i.test(error.message)) {
        return progress.failure('AuthFailed', `the agent refuses the SNMPv3 user: ${error.message}`, 'Check name, protocols and keys in credentials.yaml.', error);
      }
      return progress.failure('Unsupported', `the agent answered garbage: ${error.message}`, undefined, error);
    }
    const refused = 'code' in error && error.code === 'ECONNREFUSED';
    return progress.failure('Unreachable', refused ? 'nothing listens on the SNMP port' : error.message, undefined, error);
  }
}
