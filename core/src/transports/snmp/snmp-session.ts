import { isIPv6 } from 'node:net';
import { AuthProtocols, createSession, createV3Session, PrivProtocols, SecurityLevel, Version1, Version2c, Version3, type User, type Varbind } from 'net-snmp';
import type { Credential } from '../../sites/index.ts';
import type { Progress } from '../progress.ts';
import type { TransportSettings } from '../settings.ts';
import { clockWrong, OutOfTime } from './answer-faults.ts';
import { EngineLine, type Lines, type Way } from './lines.ts';
import './oid-texts.ts';
import './single-des.ts';
import { SnmpLine, type Send } from './snmp-line.ts';
import type { LibraryVarbind } from './snmp-values.ts';

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

/** What is asked with one credential and context. */
export interface SessionPurpose {
  /** Of the credential. */
  readonly name: string;
  readonly context: string;
  readonly writing: boolean;
}

/** One agent, with one credential and context. */
export class SnmpSession implements Disposable {
  readonly version: SnmpVersion;
  readonly purpose: SessionPurpose;
  /** Its walks may go back. */
  readonly anyOrder: boolean;
  readonly #way: Way;

  constructor(address: string, settings: TransportSettings['snmp'], credential: SnmpCredential, purpose: SessionPurpose, lines: Lines) {
    const { port, anySource, retries, timeoutMs } = settings;
    const { context, writing } = purpose;
    this.purpose = purpose;
    this.anyOrder = settings.anyOrder;
    const transport = isIPv6(address) ? 'udp6' : 'udp4';
    const common = { port, retries, timeout: timeoutMs, transport } as const;
    if (credential.kind === 'snmp-user') {
      this.version = '3';
      const user = libraryUser(credential);
      this.#way = new EngineLine(() => new SnmpLine({ port, address, anySource }, (dgramModule) => createV3Session(address, user, { ...common, version: Version3, context, dgramModule })));
      return;
    }
    const version = settings.version === '1' ? '1' : '2c';
    this.version = version;
    const community = (writing ? credential.writeCommunity : null) ?? credential.community;
    // Cisco's way to name a context before SNMPv3: community@context.
    const named = context === '' ? community : `${community}@${context}`;
    this.#way = lines.to(address, `${version} ${transport} ${port} ${retries} ${timeoutMs} ${anySource} ${named}`, (there) =>
      new SnmpLine({ port, address: there, anySource }, (dgramModule) => createSession(there, named, { ...common, version: version === '1' ? Version1 : Version2c, dgramModule })));
  }

  /** Whether a socket is its own for as long as it is there. */
  get keepsSocket(): boolean {
    return this.version === '3';
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
    this.#way[Symbol.dispose]();
  }

  async #ask<Item extends LibraryVarbind | LibraryVarbind[]>(progress: Progress, send: Send<Item>): Promise<Item[]> {
    progress.layer = 'request';
    const line = this.#way.take();
    try {
      return await line.ask(progress, send);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      // The library never goes back: an agent that forgot how often it started, or another one at its address, is met anew. Once.
      this.#way.forget(line);
    } finally {
      this.#way.leave(line);
    }
    return this.#askAnew(progress, send);
  }

  async #askAnew<Item extends LibraryVarbind | LibraryVarbind[]>(progress: Progress, send: Send<Item>): Promise<Item[]> {
    const line = this.#way.take();
    try {
      return await line.ask(progress, send);
    } catch (error) {
      throw error instanceof OutOfTime ? clockWrong(progress) : error;
    } finally {
      this.#way.leave(line);
    }
  }
}
