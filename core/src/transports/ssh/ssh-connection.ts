import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { OutcomeError } from '@jackfield/sdk';
import { Client, type ClientChannel, type SFTPWrapper } from 'ssh2';
import { connectionFault } from '../connection-fault.ts';
import type { Progress } from '../progress.ts';
import { Queue } from '../queue.ts';
import type { SshCredential } from './ssh-credential.ts';
import { SshFault } from './ssh-fault.ts';
import { endStream, type SshWay } from './ssh-way.ts';

/** Where a connection ends: a device, or a jump host. */
export interface SshEndpoint {
  readonly address: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  /** Channels at once for commands and files. */
  readonly sessions: number;
  readonly firstUse: FirstUse;
}

/** What becomes of the first key that a server shows. */
export type FirstUse = 'accept' | 'ask';

/** `unapproved`: a first key, where somebody is to say yes to it. */
export type HostKeyVerdict = 'accepted' | 'changed' | 'unapproved';

/** What connections ask and tell the host. */
export interface SshKeeper {
  /** Asks the keeper of host keys. */
  checkHostKey(address: string, port: number, fingerprint: string, firstUse: FirstUse): Promise<HostKeyVerdict>;
  /** From the begin of the connection to the end of the login. */
  loggedIn(milliseconds: number): void;
}

/** As OpenSSH prints it: SHA256: and base64 without padding. */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** RFC 4254 §5.1: the server has no room for another channel; OpenSSH counts them by MaxSessions. Null for any other fault. */
function noChannel(error: unknown, progress: Progress): OutcomeError | null {
  if (!(error instanceof Error) || !error.message.startsWith('(SSH) Channel open failure')) return null;
  return progress.failure('NotReady', 'the SSH server opens no further channel', 'Its MaxSessions must be more than transports.ssh.sessions: raise the one or lower the other.', error);
}

const keepaliveMs = 15_000;
const sshPort = 22;

/** One SSH connection; commands, files and streams to further servers share it, each on a channel of its own. */
export class SshConnection {
  readonly #endpoint: SshEndpoint;
  readonly #client = new Client();
  readonly #channels: Queue;
  #standing: Promise<void> | null = null;
  #sftp: Promise<SFTPWrapper> | null = null;
  #keyRefused: Exclude<HostKeyVerdict, 'accepted'> | null = null;
  /** The stream of a jump host that it goes through. */
  #through: Duplex | null = null;
  lastUsed = performance.now();
  /** True once logged in. */
  ready = false;
  /** True when the connection is over: a next operation needs a new one. */
  closed = false;

  constructor(endpoint: SshEndpoint) {
    this.#endpoint = endpoint;
    this.#channels = new Queue(endpoint.sessions);
    // Each stream that is being opened listens for the end: there are as many as devices behind a jump host.
    this.#client.setMaxListeners(0);
    this.#client.on('close', () => this.#over()).on('error', () => this.#over()).on('end', () => this.#over());
  }

  get busy(): boolean {
    return this.#channels.busy;
  }

  /** Connects and logs in, once; every user of the connection waits for the same login. */
  async connect(credential: SshCredential, keeper: SshKeeper, way: SshWay): Promise<void> {
    this.#standing ??= this.#reach(credential, keeper, way);
    await this.#standing;
    this.ready = true;
  }

  /** A stream to a further server, as this one reaches it. */
  forward(address: string, port: number): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(new Error('the connection was lost'));
      this.#client.once('close', lost);
      this.#client.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
        this.#client.off('close', lost);
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    });
  }

  /** Runs `work` with a fresh channel that executes a command line. */
  async execute<Result>(line: string, progress: Progress, work: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    return this.#onChannel(progress, () => this.executeNow(line, progress, work));
  }

  /** The same for what already has its place, such as a validation in the middle of a write: it must not wait for itself. */
  async executeNow<Result>(line: string, progress: Progress, work: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    return this.#with(progress, (done) => this.#client.exec(line, done), work);
  }

  /** Runs `work` with the command line of the device, as a person at a wide terminal has it. */
  async converse<Result>(progress: Progress, work: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    return this.#onChannel(progress, () => this.#with(progress, (done) => this.#client.shell({ term: 'vt100', cols: 511, rows: 511 }, done), work));
  }

  async #with<Result>(progress: Progress, open: (done: (error: Error | undefined, channel: ClientChannel) => void) => void, work: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      open((error, channel) => {
        // At once: output, status and end of a short command come in the same piece as the news that it runs.
        if (error === undefined) resolve(this.#use(channel, progress, work));
        else reject(noChannel(error, progress) ?? error);
      });
    });
  }

  async #use<Result>(channel: ClientChannel, progress: Progress, work: (channel: ClientChannel) => Promise<Result>): Promise<Result> {
    const stop = (): void => void channel.destroy();
    progress.signal.addEventListener('abort', stop, { once: true });
    try {
      return await work(channel);
    } finally {
      progress.signal.removeEventListener('abort', stop);
      channel.destroy();
    }
  }

  /** Runs `work` with the connection's SFTP session. */
  async files<Result>(progress: Progress, work: (sftp: SFTPWrapper) => Promise<Result>): Promise<Result> {
    return this.#onChannel(progress, async () => {
      this.#sftp ??= new Promise<SFTPWrapper>((resolve, reject) => {
        this.#client.sftp((error, session) => {
          if (error !== undefined) return reject(error);
          session.once('close', () => (this.#sftp = null));
          resolve(session);
        });
      });
      const session = await this.#sftp.catch((error: unknown) => {
        this.#sftp = null;
        throw noChannel(error, progress) ?? progress.failure('Unsupported', 'the SSH server offers no SFTP', 'Enable the sftp subsystem in sshd_config.', error);
      });
      return work(session);
    });
  }

  close(): void {
    this.#client.destroy();
    this.#over();
  }

  #over(): void {
    this.closed = true;
    // The library leaves a stream that is not a socket half open.
    endStream(this.#through);
  }

  async #onChannel<Result>(progress: Progress, work: () => Promise<Result>): Promise<Result> {
    progress.layer = 'queue';
    return this.#channels.run(progress.signal, async () => {
      progress.layer = 'request';
      // A connection that breaks ends what runs on it: the library leaves some callbacks hanging.
      const broken = Promise.withResolvers<never>();
      const onClose = (): void => broken.reject(progress.failure('Unreachable', 'the connection was lost', 'The device closed it or went away; a next run connects again.'));
      const onAbort = (): void => broken.reject(progress.signal.reason);
      this.#client.once('close', onClose);
      progress.signal.addEventListener('abort', onAbort, { once: true });
      try {
        return await Promise.race([work(), broken.promise]);
      } finally {
        this.#client.off('close', onClose);
        progress.signal.removeEventListener('abort', onAbort);
        broken.promise.catch(() => undefined);
        this.lastUsed = performance.now();
      }
    });
  }

  async #reach(credential: SshCredential, keeper: SshKeeper, way: SshWay): Promise<void> {
    this.#through = await way.open();
    if (this.closed) endStream(this.#through);
    try {
      await this.#login(credential, keeper, this.#through);
    } catch (error) {
      throw this.#fault(error);
    }
  }

  #login(credential: SshCredential, keeper: SshKeeper, through: Duplex | null): Promise<void> {
    const { address, port, connectTimeoutMs, firstUse } = this.#endpoint;
    const began = performance.now();
    const { user, password, privateKey, passphrase } = credential;
    return new Promise((resolve, reject) => {
      // Without this every small request waits some 40 ms for the acknowledgement of the one before.
      this.#client.once('connect', () => this.#client.setNoDelay(true));
      this.#client.once('ready', () => {
        keeper.loggedIn(performance.now() - began);
        resolve();
      });
      this.#client.once('error', reject);
      this.#client.once('close', () => reject(new Error('the connection was closed during the login')));
      this.#client.connect({
        ...(through === null ? { host: address, port } : { sock: through }),
        username: user,
        ...(password === null ? {} : { password }),
        ...(privateKey === null ? {} : { privateKey }),
        ...(passphrase === null ? {} : { passphrase }),
        readyTimeout: connectTimeoutMs,
        keepaliveInterval: keepaliveMs,
        keepaliveCountMax: 2,
        hostVerifier: (key: Buffer, verify: (accepted: boolean) => void) => {
          keeper.checkHostKey(address, port, hostKeyFingerprint(key), firstUse).then(
            (verdict) => {
              if (verdict !== 'accepted') this.#keyRefused = verdict;
              return verify(verdict === 'accepted');
            },
            () => verify(false),
          );
        },
      });
    });
  }

  #fault(error: unknown): SshFault {
    const { address, port, connectTimeoutMs } = this.#endpoint;
    const message = error instanceof Error ? error.message : String(error);
    const level: unknown = error instanceof Error && 'level' in error ? error.level : null;
    if (this.#keyRefused !== null) {
      const place = port === sshPort ? address : `${address} --port ${port}`;
      if (this.#keyRefused === 'unapproved') return new SshFault({
        kind: 'AuthFailed', layer: 'connect', reason: `nobody has approved the host key of ${address}:${port}`,
        hint: `transports.ssh.firstUse is "ask": "jackfield hostkeys" shows the key; compare it at the machine's console, then "jackfield accept-hostkey ${place}".`,
      }, error);
      return new SshFault({
        kind: 'AuthFailed', layer: 'connect', reason: `the host key of ${address}:${port} has changed`,
        hint: `A reinstalled machine, or somebody between: "jackfield hostkeys" shows both keys, "jackfield accept-hostkey ${place}" takes the new one.`,
      }, error);
    }
    if (level === 'client-authentication') return new SshFault({ kind: 'AuthFailed', layer: 'login', reason: 'the SSH server refuses the login', hint: 'Check user and key or password in credentials.yaml.' }, error);
    if (/passphrase|privateKey|parse/i.test(message)) return new SshFault({ kind: 'AuthFailed', layer: 'connect', reason: `the private key cannot be used: ${message}`, hint: 'Check key and passphrase in credentials.yaml.' }, error);
    const late = message.startsWith('Timed out while waiting for handshake');
    return new SshFault({ kind: 'Unreachable', layer: 'connect', reason: late ? `no login within ${connectTimeoutMs} ms` : connectionFault(error, port, 'SSH').reason, hint: 'Is sshd up and the port right?' }, error);
  }
}
