import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type Server, type ServerChannel, type Session } from 'ssh2';
import { MemoryFiles } from '../files/index.ts';
import { hostKeyOf } from './host-key.ts';
import type { ProgramResult, Programs } from './program.ts';
import { SftpServer } from './sftp-server.ts';
import { shellWords, withoutEnvironment } from './shell-words.ts';
import type { SshFaults } from './ssh-faults.ts';

/**
 * A login of the SSH server.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SshUser {
  readonly name: string;
  readonly password?: string | undefined;
  /** As a line of authorized_keys. */
  readonly publicKey?: string | undefined;
}

/**
 * What an SSH simulator plays, and where it listens.
 *
 * @experimental
 * @since 0.1.0
 */
export interface SshSimulatorOptions {
  /** Default 127.0.0.1. */
  readonly address?: string;
  /** Default any free one. */
  readonly port?: number;
  /** What the host key is made of: the same identity has the same key each time. Default address and port. */
  readonly identity?: string;
  /** What the server calls itself, behind `SSH-2.0-`. Default `OpenSSH_9.2p1 Debian-2`. */
  readonly software?: string;
  readonly users: readonly SshUser[];
  readonly files?: MemoryFiles;
  readonly programs?: Programs;
  readonly faults?: SshFaults;
}

/**
 * Starts an SSH server: commands go to `programs`, files are those of `files`, by SFTP. Nothing is run on this machine.
 *
 * @experimental
 * @since 0.1.0
 */
export async function startSshSimulator(options: SshSimulatorOptions): Promise<SshSimulator> {
  const tcp = createServer({ noDelay: true });
  tcp.listen({ host: options.address ?? '127.0.0.1', port: options.port ?? 0 });
  await once(tcp, 'listening');
  return new SshSimulator(tcp, options);
}

/**
 * An SSH server on loopback.
 *
 * @experimental
 * @since 0.1.0
 */
export class SshSimulator implements AsyncDisposable {
  readonly address: string;
  readonly port: number;
  readonly files: MemoryFiles;
  /** What it does wrong from now on; host key and login for new connections. */
  faults: SshFaults;
  /** Commands that were run and file operations that were done. */
  operations = 0;
  readonly #tcp: TcpServer;
  readonly #options: SshSimulatorOptions;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #servers = new Map<string, Server>();

  constructor(tcp: TcpServer, options: SshSimulatorOptions) {
    this.#tcp = tcp;
    this.#options = options;
    this.files = options.files ?? new MemoryFiles();
    this.faults = options.faults ?? {};
    ({ address: this.address, port: this.port } = tcp.address() as AddressInfo);
    tcp.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      this.#server().injectSocket(socket);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#tcp.listening) return;
    const closed = once(this.#tcp, 'close');
    this.#tcp.close();
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The server for the host key that is shown now. */
  #server(): Server {
    const { identity = `${this.address}:${this.port}`, software = 'OpenSSH_9.2p1 Debian-2' } = this.#options;
    const shown = this.faults.changedHostKey === true ? `${identity} reinstalled` : identity;
    let server = this.#servers.get(shown);
    if (server === undefined) {
      server = new ssh2.Server({ hostKeys: [hostKeyOf(shown)], ident: software }, (client) => this.#serve(client));
      this.#servers.set(shown, server);
    }
    return server;
  }

  #serve(client: Connection): void {
    let user = '';
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      user = context.username;
      if (this.faults.refuseLogin !== true && this.#accepts(context)) context.accept();
      else context.reject(['publickey', 'password']);
    });
    client.on('session', (accept) => {
      const session: Session = accept();
      session.on('exec', (take, _reject, { command }) => void this.#run(take(), command, user, client));
      session.on('env', (take) => take?.());
      session.on('pty', (take) => take?.());
      session.on('subsystem', (take, refuse, { name }) => {
        if (name !== 'sftp') return refuse();
        const channel: ServerChannel = take();
        channel.on('error', () => undefined);
        channel.once('end', () => {
          channel.exit(0);
          channel.end();
        });
        return void new SftpServer(channel, this.files, () => this.#begins(client));
      });
    });
  }

  #accepts(context: AuthContext): boolean {
    const user = this.#options.users.find(({ name }) => name === context.username);
    if (user === undefined) return false;
    if (context.method === 'password') return user.password !== undefined && context.password === user.password;
    if (context.method !== 'publickey' || user.publicKey === undefined) return false;
    const known = ssh2.utils.parseKey(user.publicKey);
    if (known instanceof Error) throw known;
    const [given, own] = [context.key.data, known.getPublicSSH()];
    if (given.length !== own.length || !timingSafeEqual(given, own)) return false;
    // Without a signature the client only asks whether the key would do.
    return context.signature === undefined || context.blob === undefined || known.verify(context.blob, context.signature, context.hashAlgo) === true;
  }

  /** Counts an operation; false when a fault takes it. */
  #begins(client: Connection): boolean {
    this.operations += 1;
    this.files.isFull = this.faults.diskFull === true;
    if (this.faults.disconnectAt !== undefined && this.operations >= this.faults.disconnectAt) {
      client.end();
      return false;
    }
    return this.faults.hang !== true;
  }

  async #run(channel: ServerChannel, line: string, user: string, client: Connection): Promise<void> {
    channel.on('error', () => undefined);
    let stdin = '';
    channel.stdin.setEncoding('utf8').on('data', (piece: string) => (stdin += piece));
    await once(channel.stdin, 'end').catch(() => undefined);
    if (!this.#begins(client)) return;
    const { latencyMs = 0, promptNoise = '' } = this.faults;
    if (latencyMs > 0) await this.#wait(latencyMs);
    const argv = withoutEnvironment(shellWords(line));
    const unknown: ProgramResult = { stderr: `sh: 1: ${argv[0] ?? ''}: not found\n`, code: 127 };
    const { stdout = '', stderr = '', code = 0 } = (await this.#options.programs?.({ argv, stdin, user, files: this.files })) ?? unknown;
    if (channel.destroyed) return;
    channel.stderr.write(stderr);
    channel.write(promptNoise + stdout);
    channel.exit(code);
    channel.end();
  }

  #wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, milliseconds);
      this.#timers.add(timer);
    });
  }
}
