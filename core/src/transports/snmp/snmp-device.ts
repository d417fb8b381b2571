import { ErrorStatus } from 'net-snmp';
import type { OutcomeKind } from '@jackfield/sdk';
import type { WireVarbind } from '@jackfield/sdk/runtime';
import type { Credentials } from '../../sites/index.ts';
import { credentialsKindWrong, credentialsNotSet } from '../errors.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import { Queue } from '../queue.ts';
import type { Target } from '../transports.ts';
import { AgentError } from './answer-faults.ts';
import { BulkSize } from './bulk-size.ts';
import type { Lines } from './lines.ts';
import { repeatedGetNext, table, walk } from './snmp-rows.ts';
import { SnmpSession, type SnmpCredential } from './snmp-session.ts';
import { libraryVarbind, wireVarbind } from './snmp-values.ts';

type SnmpOperation = Exclude<Extract<Operation, { op: `snmp.${string}` }>, { op: 'snmp.traps' }>;

/** Requests to one agent at once: small agents answer one after the other and drop the rest. */
const atOnce = 16;
const sysObjectId = '1.3.6.1.2.1.1.2.0';

/** One agent: its sessions, the credential that works, how much it can answer at once. */
export class SnmpDevice implements Disposable {
  readonly #target: Target;
  readonly #credentials: Credentials;
  readonly #lines: Lines;
  /** Hardly ever more than one or two. */
  readonly #sessions: SnmpSession[] = [];
  readonly #queue = new Queue(atOnce);
  readonly #bulk: BulkSize;
  #working: string | null = null;
  lastUsed = performance.now();

  constructor(target: Target, credentials: Credentials, lines: Lines) {
    this.#target = target;
    this.#credentials = credentials;
    this.#lines = lines;
    this.#bulk = new BulkSize(target.settings.snmp.maxRepetitions);
  }

  get busy(): boolean {
    return this.#queue.busy;
  }

  get keepsOpen(): boolean {
    return this.#sessions.some(({ keepsSocket }) => keepsSocket);
  }

  perform(operation: SnmpOperation, progress: Progress): Promise<string> {
    this.lastUsed = performance.now();
    // The busiest path there is: a promise less is worth a line.
    if (this.#working !== null) return this.#inTurn(this.#working, operation, progress);
    return this.workingCredential(progress).then((name) => this.#inTurn(name, operation, progress));
  }

  #inTurn(name: string, operation: SnmpOperation, progress: Progress): Promise<string> {
    const session = this.#session(name, operation.context ?? '', operation.op === 'snmp.set');
    return this.#queue.run(progress.signal, async () => {
      // Those who asked together end together: a place that comes free at the deadline is no use to the next.
      if (progress.remainingMs <= 1) throw progress.late();
      return JSON.stringify(await this.#ask(session, operation, progress)) ?? 'null';
    });
  }

  /** The version spoken with the credential that works. */
  async version(progress: Progress): Promise<'1' | '2c' | '3'> {
    return this.#session(await this.workingCredential(progress), '', false).version;
  }

  /**
   * The first of the configured credentials that the agent answers to. An agent is silent to a wrong community, so all
   * are tried side by side, once per device.
   */
  async workingCredential(progress: Progress): Promise<string> {
    if (this.#working !== null) return this.#working;
    const { credentials: setting } = this.#target.settings.snmp;
    if (setting === undefined) throw credentialsNotSet(`transports.snmp.credentials is not set at ${this.#target.site}`, { place: { device: this.#target.address } });
    const names = typeof setting === 'string' ? [setting] : setting;
    const [only] = names;
    if (names.length === 1 && only !== undefined) {
      this.#credential(only);
      return (this.#working = only);
    }
    const attempts = names.map(async (name) => {
      await this.#session(name, '', false).get([sysObjectId], progress);
      return name;
    });
    try {
      this.#working = await Promise.any(attempts);
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    }
    return this.#working;
  }

  [Symbol.dispose](): void {
    for (const session of this.#sessions.splice(0)) session[Symbol.dispose]();
  }

  #credential(name: string): SnmpCredential {
    const credential = this.#credentials.get(name);
    if (credential.kind !== 'snmp-community' && credential.kind !== 'snmp-user') {
      throw credentialsKindWrong(`credentials "${name}" are of kind ${credential.kind}, SNMP needs snmp-community or snmp-user`, { place: { device: this.#target.address } });
    }
    return credential;
  }

  #session(name: string, context: string, writing: boolean): SnmpSession {
    const known = this.#sessions.find(({ purpose }) => purpose.name === name && purpose.context === context && purpose.writing === writing);
    if (known !== undefined) return known;
    const session = new SnmpSession(this.#target.address, this.#target.settings.snmp, this.#credential(name), { name, context, writing }, this.#lines);
    this.#sessions.push(session);
    return session;
  }

  async #ask(session: SnmpSession, operation: SnmpOperation, progress: Progress): Promise<unknown> {
    try {
      switch (operation.op) {
        case 'snmp.get':
          return await this.#get(session, operation.oids, progress);
        case 'snmp.getNext':
          return await this.#getNext(session, operation.oids, progress);
        case 'snmp.getBulk':
          if (session.version === '1') return await repeatedGetNext(session, operation.oids, operation.maxRepetitions, progress);
          if (operation.maxRepetitions === 1) return await this.#getNext(session, operation.oids, progress);
          return (await session.getBulk(operation.oids, operation.maxRepetitions, progress)).flat().map(wireVarbind);
        case 'snmp.walk':
          return await walk(session, operation.root, this.#bulk, operation, progress);
        case 'snmp.table':
          return await table(session, Object.values(operation.columns), this.#bulk, operation, progress);
        case 'snmp.set':
          await session.set(operation.varbinds.map(libraryVarbind), progress);
          return null;
        default:
          return operation satisfies never;
      }
    } catch (error) {
      throw error instanceof AgentError ? this.#refusal(error, operation, progress) : error;
    }
  }

  async #getNext(session: SnmpSession, oids: readonly string[], progress: Progress): Promise<WireVarbind[]> {
    if (session.version === '1') return repeatedGetNext(session, oids, 1, progress);
    return (await session.getNext(oids, progress)).map(wireVarbind);
  }

  /** SNMPv1 fails a whole GET for one object it lacks: then each is asked alone. */
  async #get(session: SnmpSession, oids: readonly string[], progress: Progress): Promise<WireVarbind[]> {
    try {
      return (await session.get(oids, progress)).map(wireVarbind);
    } catch (error) {
      if (!(error instanceof AgentError)) throw error;
      if (error.status === ErrorStatus.NoSuchName && oids.length === 1) return oids.map((oid) => [oid, 'NoSuchObject', null]);
      const splits = error.status === ErrorStatus.NoSuchName || error.status === ErrorStatus.TooBig || error.status === ErrorStatus.GeneralError;
      if (!splits || oids.length === 1) throw error;
      const middle = Math.ceil(oids.length / 2);
      return [...(await this.#get(session, oids.slice(0, middle), progress)), ...(await this.#get(session, oids.slice(middle), progress))];
    }
  }

  #refusal(error: AgentError, operation: SnmpOperation, progress: Progress): Error {
    const what = `the agent answered ${error.message}`;
    // The status of RFC 3416: whether the object or the value was refused.
    const failure = (kind: OutcomeKind, hint?: string): Error => progress.failure(kind, what, hint, undefined, { status: error.message });
    switch (error.status) {
      case ErrorStatus.NoAccess:
      case ErrorStatus.AuthorizationError:
        return failure('AuthFailed', 'The credential may not do this on the device.');
      case ErrorStatus.ReadOnly:
      case ErrorStatus.NotWritable:
      case ErrorStatus.NoSuchName:
        return failure(operation.op === 'snmp.set' ? 'Refused' : 'Unsupported', operation.op === 'snmp.set' ? 'The agent does not let this object be written, or the community only reads.' : undefined);
      case ErrorStatus.ResourceUnavailable:
      case ErrorStatus.InconsistentValue:
        return failure('Conflict');
      default:
        return failure(operation.op === 'snmp.set' ? 'Refused' : 'Unsupported');
    }
  }
}
