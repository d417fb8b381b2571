import { Unreachable, type OutcomeError } from '@jackfield/sdk';
import type { Credentials } from '../../sites/index.ts';
import { credentialsNotSet } from '../errors.ts';
import type { Operation } from '../operations.ts';
import type { Progress } from '../progress.ts';
import type { Queue } from '../queue.ts';
import type { Target } from '../transports.ts';
import { commandLine } from './quote.ts';
import { SshConnection, type SshKeeper } from './ssh-connection.ts';
import { sshCredential, type SshCredential } from './ssh-credential.ts';
import { SshFault } from './ssh-fault.ts';
import { readFile, removeFile, writeFile } from './ssh-files.ts';
import { typeLines } from './ssh-cli.ts';
import { collectOutput } from './ssh-run.ts';
import type { SshWay } from './ssh-way.ts';

type SshOperation = Extract<Operation, { op: `ssh.${string}` }>;

/** A refused login is answered from memory for this long. */
export const refusedMs = 30_000;

/** One device over SSH: a connection that is made when needed and made again when it broke. */
export class SshDevice {
  readonly #target: Target;
  readonly #credentials: Credentials;
  readonly #keeper: SshKeeper;
  readonly #logins: Queue;
  readonly #way: SshWay;
  #connection: SshConnection | null = null;
  /** The last refused login: it is not tried again at once, lest the device locks the account or the host out. */
  #refused: { readonly error: OutcomeError; readonly until: number } | null = null;
  lastUsed = performance.now();

  /** `logins` is shared by all devices: it bounds how many log in at once. */
  constructor(target: Target, credentials: Credentials, keeper: SshKeeper, logins: Queue, way: SshWay) {
    this.#target = target;
    this.#credentials = credentials;
    this.#keeper = keeper;
    this.#logins = logins;
    this.#way = way;
  }

  get busy(): boolean {
    return this.#connection?.busy ?? false;
  }

  async perform(operation: SshOperation, progress: Progress, onPiece?: (piece: string) => void): Promise<string> {
    const connection = await this.#connected(progress);
    return JSON.stringify((await this.#run(connection, operation, progress, onPiece)) ?? null);
  }

  close(): void {
    this.#connection?.close();
  }

  async #connected(progress: Progress): Promise<SshConnection> {
    const credential = this.#credential();
    if (this.#refused !== null && performance.now() < this.#refused.until) throw this.#refused.error;
    if (this.#connection === null || this.#connection.closed) this.#connection = new SshConnection({ address: this.#target.address, ...this.#target.settings.ssh });
    const connection = this.#connection;
    if (connection.ready) return connection;
    const waiting = Promise.withResolvers<never>();
    const leave = (): void => waiting.reject(this.#late(progress));
    progress.signal.addEventListener('abort', leave, { once: true });
    try {
      await Promise.race([this.#login(connection, credential, progress), waiting.promise]);
      this.#refused = null;
    } catch (error) {
      // The next operation begins anew, unless others are still waiting for this login.
      if (!progress.signal.aborted) connection.close();
      if (!(error instanceof SshFault)) throw error;
      const outcome = error.outcome(progress);
      // What a jump host refused it remembers itself.
      if (error.refused && error.hop === null) this.#refused = { error: outcome, until: performance.now() + refusedMs };
      throw outcome;
    } finally {
      progress.signal.removeEventListener('abort', leave);
      waiting.promise.catch(() => undefined);
    }
    return connection;
  }

  /** Why the operation ended: at its deadline, with the hop that it waited for. */
  #late(progress: Progress): unknown {
    const reason: unknown = progress.signal.reason;
    const hop = reason instanceof Unreachable ? this.#way.waitingFor() : null;
    return hop === null ? reason : progress.failure('Unreachable', `no login at ${hop} in the time there was`, 'Is that host up, and do the hops before it reach it?', reason);
  }

  async #login(connection: SshConnection, credential: SshCredential, progress: Progress): Promise<void> {
    progress.layer = 'connect';
    // Outside of the line: devices behind a jump host that is down keep no place in it from the others.
    await this.#way.ready();
    progress.layer = 'queue';
    await this.#logins.run(progress.signal, () => {
      progress.layer = 'connect';
      return connection.connect(credential, this.#keeper, this.#way);
    });
  }

  #credential(): SshCredential {
    const { credentials: name } = this.#target.settings.ssh;
    const { address, site } = this.#target;
    if (name === undefined) throw credentialsNotSet(`transports.ssh.credentials is not set at ${site}`, { place: { device: address } });
    return sshCredential(this.#credentials, name, address);
  }

  async #run(connection: SshConnection, operation: SshOperation, progress: Progress, onPiece?: (piece: string) => void): Promise<unknown> {
    switch (operation.op) {
      case 'ssh.exec': {
        if (operation.cli) return connection.converse(progress, (channel) => typeLines(channel, operation.argv, operation.maxBytes, progress));
        const pieces = operation.stream ? onPiece : undefined;
        return connection.execute(commandLine(operation.argv), progress, (channel) => collectOutput(channel, operation.stdin ?? '', operation.maxBytes, pieces));
      }
      case 'ssh.script': {
        const pieces = operation.stream ? onPiece : undefined;
        const line = commandLine(['sh', '-s', '--', ...operation.args]);
        return connection.execute(line, progress, (channel) => collectOutput(channel, operation.text, operation.maxBytes, pieces));
      }
      case 'ssh.readFile': {
        const file = await connection.files(progress, (sftp) => readFile(sftp, operation.path, operation.maxBytes, progress));
        return file === null ? null : { ...file, content: file.content.toString('base64') };
      }
      case 'ssh.writeFile': {
        const { path, mode, uid, gid, expect, validate } = operation;
        const write = { path, mode, uid, gid, expect, content: Buffer.from(operation.content, 'base64') };
        const check = validate === undefined ? null : (temporary: string) => this.#validate(connection, validate, temporary, progress);
        return connection.files(progress, (sftp) => writeFile(sftp, write, check, progress));
      }
      case 'ssh.removeFile':
        return connection.files(progress, (sftp) => removeFile(sftp, operation.path, progress));
      default:
        return operation satisfies never;
    }
  }

  async #validate(connection: SshConnection, argv: readonly string[], temporary: string, progress: Progress): Promise<void> {
    const line = commandLine(argv.map((argument) => (argument === '{file}' ? temporary : argument)));
    const { code, stdout, stderr } = await connection.executeNow(line, progress, (channel) => collectOutput(channel, '', 8_192));
    if (code !== 0) throw progress.failure('Refused', `${argv[0] ?? ''} refuses the new content: ${(stderr || stdout).trim().slice(0, 500)}`, 'Nothing was changed.');
  }
}
