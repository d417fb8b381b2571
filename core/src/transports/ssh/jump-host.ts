import type { ClientChannel } from 'ssh2';
import type { Pooled } from '../idle-pool.ts';
import type { JumpHop } from './jump-hops.ts';
import { SshConnection, type FirstUse, type SshKeeper } from './ssh-connection.ts';
import type { SshCredential } from './ssh-credential.ts';
import { refusedMs } from './ssh-device.ts';
import { SshFault } from './ssh-fault.ts';
import { endStream, type SshWay } from './ssh-way.ts';

/** What SSH calls the reasons why a channel is not opened (RFC 4254, 5.1). */
const administrativelyProhibited = 1;

interface JumpHostOptions {
  readonly hop: JumpHop;
  /** From 1 on: the first is the one that this host reaches straight. */
  readonly number: number;
  readonly way: SshWay;
  /** Of each step: the login here, and each connection from here on. */
  readonly connectTimeoutMs: number;
  readonly firstUse: FirstUse;
  readonly credential: () => SshCredential;
  readonly keeper: SshKeeper;
}

/** One connection to a jump host, shared by all that lies behind it; made when needed and made again when it broke. */
export class JumpHost implements Pooled {
  readonly #options: JumpHostOptions;
  readonly #name: string;
  readonly #place: string;
  #connection: SshConnection | null = null;
  #streams = 0;
  #refused: { readonly fault: SshFault; readonly until: number } | null = null;
  lastUsed = performance.now();

  constructor(options: JumpHostOptions) {
    this.#options = options;
    this.#name = `${options.hop.address}:${options.hop.port}`;
    this.#place = `jump host ${this.#name} (hop ${options.number})`;
  }

  get busy(): boolean {
    return this.#streams > 0;
  }

  /** See {@link SshWay.waitingFor}: this hop, or one before it. */
  waitingFor(): string | null {
    if (this.#connection?.ready && !this.#connection.closed) return null;
    return this.#options.way.waitingFor() ?? this.#place;
  }

  /** Resolves when logged in. Rejects with an {@link SshFault} that names this hop, or one before it. */
  async ready(): Promise<SshConnection> {
    const { hop, way, connectTimeoutMs, credential, keeper } = this.#options;
    if (this.#refused !== null && performance.now() < this.#refused.until) throw this.#refused.fault;
    const login = credential();
    if (this.#connection === null || this.#connection.closed) this.#connection = new SshConnection({ address: hop.address, port: hop.port, connectTimeoutMs, sessions: 1, firstUse: this.#options.firstUse });
    const connection = this.#connection;
    if (connection.ready) return connection;
    try {
      await connection.connect(login, keeper, way);
      this.#refused = null;
      return connection;
    } catch (error) {
      connection.close();
      if (!(error instanceof SshFault)) throw error;
      const fault = error.at(this.#name, this.#place);
      if (error.hop === null && error.refused) this.#refused = { fault, until: performance.now() + refusedMs };
      throw fault;
    }
  }

  /** A stream to an address behind this host. */
  async open(address: string, port: number): Promise<ClientChannel> {
    this.#streams += 1;
    const over = (): void => {
      this.#streams -= 1;
      this.lastUsed = performance.now();
    };
    try {
      const stream = await this.#forward(await this.ready(), address, port);
      stream.once('close', over);
      stream.stderr.resume();
      return stream;
    } catch (error) {
      over();
      throw error;
    }
  }

  close(): void {
    this.#connection?.close();
  }

  async #forward(connection: SshConnection, address: string, port: number): Promise<ClientChannel> {
    const { connectTimeoutMs } = this.#options;
    const late = Promise.withResolvers<never>();
    const hint = 'Is it up, is the port right, and does a firewall stand between it and the jump host?';
    const timer = setTimeout(() => late.reject(new SshFault({ kind: 'Unreachable', layer: 'connect', reason: `${this.#place} got no connection to ${address}:${port} within ${connectTimeoutMs} ms`, hint })), connectTimeoutMs);
    const opening = connection.forward(address, port);
    try {
      return await Promise.race([opening, late.promise]);
    } catch (error) {
      // Nobody waits for it any more, should it still come.
      opening.then(endStream, () => undefined);
      if (error instanceof SshFault) throw error;
      throw this.#fault(error, connection, `${address}:${port}`, hint);
    } finally {
      clearTimeout(timer);
    }
  }

  #fault(error: unknown, connection: SshConnection, to: string, hint: string): SshFault {
    const reason: unknown = error instanceof Error && 'reason' in error ? error.reason : null;
    const message = (error instanceof Error ? error.message : String(error)).replace(/^\(SSH\) Channel open failure: /, '');
    const unreachable = { kind: 'Unreachable', layer: 'connect' } as const;
    if (reason === administrativelyProhibited) {
      return new SshFault({ ...unreachable, hop: this.#name, to, reason: `${this.#place} does not let this login through to ${to}: ${message}`, hint: 'AllowTcpForwarding and PermitOpen in its sshd_config, or the options of the key in authorized_keys, must allow it.' }, error);
    }
    if (connection.closed) return new SshFault({ ...unreachable, hop: this.#name, reason: `${this.#place}: the connection was lost`, hint: 'The jump host closed it or went away; a next run connects again.' }, error);
    return new SshFault({ ...unreachable, reason: `${this.#place} cannot reach ${to}: ${message}`, hint }, error);
  }
}
