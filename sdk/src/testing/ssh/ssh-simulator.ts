import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import ssh2, { type Connection, type Server, type ServerChannel, type Session } from 'ssh2';
import type { SimulatorClock } from '../clock/index.ts';
import { AnswerPath, type Peer, type Way } from '../faults/index.ts';
import { MemoryFiles } from '../files/index.ts';
import { hostKeyOf } from './host-key.ts';
import type { ProgramResult, Programs } from './program.ts';
import { SftpServer } from './sftp-server.ts';
import type { ShellDevice } from './shell-device.ts';
import { ShellSession } from './shell-session.ts';
import { shellWords, withoutEnvironment } from './shell-words.ts';
import type { SshFaults } from './ssh-faults.ts';
import { logIn, type SshUser } from './ssh-login.ts';

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
  /** A command line of its own, for those who ask for a shell. Single commands that `programs` does not know go there too. */
  readonly shell?: ShellDevice;
  readonly faults?: SshFaults;
  /** What its slowness goes by. */
  readonly clock?: SimulatorClock;
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

/** One client, once it is connected. */
interface Client {
  readonly connection: Connection;
  readonly way: Way;
  user: SshUser;
  /** Takes the connection off the wire: nothing is read or written any more, and nobody is told. */
  mute(): void;
}

const nobody: SshUser = { name: '' };

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
  readonly shell: ShellDevice | null;
  /** What it does wrong from now on; host key, login and `halfOpen: accept` for new connections. */
  faults: SshFaults;
  /** Commands that were run, lines that were typed, and file operations that were done. */
  operations = 0;
  readonly #tcp: TcpServer;
  readonly #options: SshSimulatorOptions;
  readonly #sockets = new Set<Socket>();
  readonly #servers = new Map<string, Server>();
  readonly #closing = new AbortController();
  readonly #path: AnswerPath;

  constructor(tcp: TcpServer, options: SshSimulatorOptions) {
    this.#tcp = tcp;
    this.#options = options;
    this.files = options.files ?? new MemoryFiles();
    this.shell = options.shell ?? null;
    this.faults = options.faults ?? {};
    this.#path = new AnswerPath({ clock: options.clock, faults: () => this.faults, closing: this.#closing.signal });
    ({ address: this.address, port: this.port } = tcp.address() as AddressInfo);
    tcp.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
      if (this.faults.halfOpen === 'accept') socket.resume();
      else this.#server().injectSocket(socket);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#tcp.listening) return;
    this.#closing.abort();
    const closed = once(this.#tcp, 'close');
    this.#tcp.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The server for the host key that is shown now. */
  #server(): Server {
    const { identity = `${this.address}:${this.port}`, software = 'OpenSSH_9.2p1 Debian-2' } = this.#options;
    const shown = this.faults.changedHostKey === true ? `${identity} reinstalled` : identity;
    let server = this.#servers.get(shown);
    if (server === undefined) {
      const banner = this.shell?.model.banner ?? '';
      server = new ssh2.Server({ hostKeys: [hostKeyOf(shown)], ident: software, ...(banner === '' ? {} : { banner }) }, (connection, { port }) => this.#serve(connection, port));
      this.#servers.set(shown, server);
    }
    return server;
  }

  #serve(connection: Connection, port: number): void {
    const client: Client = {
      connection,
      way: this.#path.way(),
      user: nobody,
      mute: () => {
        for (const socket of this.#sockets) if (socket.remotePort === port) socket.pause();
      },
    };
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      client.user = this.#options.users.find(({ name }) => name === context.username) ?? nobody;
      logIn(context, this.#options.users, this.faults.refuseLogin === true);
    });
    connection.on('session', (accept) => {
      const session: Session = accept();
      let hasTerminal = false;
      session.on('exec', (take, _reject, { command }) => void this.#run(take(), command, client));
      session.on('env', (take) => take?.());
      session.on('pty', (take) => {
        hasTerminal = true;
        take?.();
      });
      session.on('shell', (take, refuse) => (this.shell === null ? void refuse() : this.#converse(take(), this.shell, hasTerminal, client)));
      session.on('subsystem', (take, refuse, { name }) => (name === 'sftp' ? this.#serveFiles(take(), client) : void refuse()));
    });
  }

  #serveFiles(channel: ServerChannel, client: Client): void {
    channel.on('error', () => undefined);
    channel.once('end', () => leave(channel, 0));
    const peer = this.#peer(channel, client, (bytes) => void channel.write(bytes));
    return void new SftpServer(channel, {
      files: this.files,
      user: { uid: client.user.uid ?? 0, gid: client.user.gid ?? client.user.uid ?? 0 },
      begins: () => this.#begins(client),
      carry: (answer) => client.way.carry(answer, peer),
      mostRead: () => this.faults.shortReads ?? Infinity,
    });
  }

  #converse(channel: ServerChannel, shell: ShellDevice, hasTerminal: boolean, client: Client): void {
    channel.on('error', () => undefined);
    const peer = this.#peer(channel, client, (bytes) => void channel.write(bytes));
    const session = new ShellSession(shell, {
      hasTerminal,
      begins: () => this.#begins(client),
      carry: (answer) => client.way.carry(Buffer.from(answer), peer),
      echo: (text) => void channel.write(text),
      close: () => leave(channel, 0),
      noise: () => this.faults.promptNoise ?? '',
    });
    channel.setEncoding('utf8').on('data', (keys: string) => session.receive(keys));
    channel.once('end', () => leave(channel, 0));
  }

  /** Counts an operation; false when a fault takes it. */
  #begins({ connection }: Client): boolean {
    this.operations += 1;
    this.files.isFull = this.faults.diskFull === true;
    if (this.faults.disconnectAt === undefined || this.operations < this.faults.disconnectAt) return true;
    connection.end();
    return false;
  }

  #peer(channel: ServerChannel, { connection, mute }: Client, send: (bytes: Buffer) => void): Peer {
    return {
      send: (bytes) => {
        if (!channel.destroyed) send(bytes);
      },
      end(bytes) {
        channel.write(bytes);
        connection.end();
      },
      mute,
    };
  }

  async #run(channel: ServerChannel, line: string, client: Client): Promise<void> {
    channel.on('error', () => undefined);
    let stdin = '';
    channel.stdin.setEncoding('utf8').on('data', (piece: string) => (stdin += piece));
    await once(channel.stdin, 'end').catch(() => undefined);
    if (!this.#begins(client)) return;
    const argv = withoutEnvironment(shellWords(line));
    const call = { argv, stdin, user: client.user.name, files: this.files };
    const { stdout = '', stderr = '', code = 0 } = (await this.#options.programs?.(call)) ?? this.#otherwise(line, argv);
    const answer = Buffer.from((this.faults.promptNoise ?? '') + stdout);
    client.way.carry(answer, this.#peer(channel, client, (bytes) => {
      channel.stderr.write(stderr);
      channel.write(bytes);
      // An answer that stops in the middle has no end.
      if (this.faults.halfOpen !== 'answer') leave(channel, code);
    }));
  }

  /** A command that is no program: the device's own, or none at all. */
  #otherwise(line: string, argv: readonly string[]): ProgramResult {
    if (this.shell === null) return { stderr: `sh: 1: ${argv[0] ?? ''}: not found\n`, code: 127 };
    const { text, isKnown } = this.shell.run(line);
    return { stdout: text, code: isKnown ? 0 : 1 };
  }
}

function leave(channel: ServerChannel, code: number): void {
  if (channel.destroyed) return;
  channel.exit(code);
  channel.end();
}
