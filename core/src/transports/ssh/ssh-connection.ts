import { createHash } from 'node:crypto';
import { Client, type ClientChannel, type SFTPWrapper } from 'ssh2';
import type { Credential } from '../../sites/index.ts';
import { connectionFault } from '../connection-fault.ts';
import type { Progress } from '../progress.ts';
import { Queue } from '../queue.ts';
import type { Target } from '../transports.ts';

export type SshCredential = Extract<Credential, { kind: 'ssh' }>;

/** Asks the keeper of host keys; false when another key is on record. */
export type HostKeyCheck = (address: string, port: number, fingerprint: string) => Promise<boolean>;

/** As OpenSSH prints it: SHA256: and base64 without padding. */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

const keepaliveMs = 15_000;

/** One SSH connection to a device; commands and files share it, each on a channel of its own. */
export class SshConnection {
  readonly #target: Target;
  readonly #client = new Client();
  readonly #channels: Queue;
  #standing: Promise<void> | null = null;
  #sftp: Promise<SFTPWrapper> | null = null;
  #keyRefused = false;
  lastUsed = performance.now();
  /** True once logged in. */
  ready = false;
  /** True when the connection is over: a next operation needs a new one. */
  closed = false;

  constructor(target: Target) {
    this.#target = target;
    this.#channels = new Queue(target.settings.ssh.sessions);
    this.#client.on('close', () => (this.closed = true));
    this.#client.on('error', () => (this.closed = true));
    this.#client.on('end', () => (this.closed = true));
  }

  get busy(): boolean {
    return this.#channels.busy;
  }

  /** Connects and logs in, once; every user of the connection waits for the same login. */
  async connect(credential: SshCredential, checkHostKey: HostKeyCheck, progress: Progress): Promise<void> {
    progress.layer = 'connect';
    this.#standing ??= this.#login(credential, checkHostKey);
    try {
      await this.#standing;
      this.ready = true;
    } catch (error) {
      throw this.#translate(error, progress);
    }
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
        else reject(error);
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
        throw progress.failure('Unsupported', 'the SSH server offers no SFTP', 'Enable the sftp subsystem in sshd_config.', error);
      });
      return work(session);
    });
  }

  close(): void {
    this.closed = true;
    this.#client.destroy();
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

  #login(credential: SshCredential, checkHostKey: HostKeyCheck): Promise<void> {
    const { address, settings } = this.#target;
    const { port, connectTimeoutMs } = settings.ssh;
    const { user, password, privateKey, passphrase } = credential;
    return new Promise((resolve, reject) => {
      // Without this every small request waits some 40 ms for the acknowledgement of the one before.
      this.#client.once('connect', () => this.#client.setNoDelay(true));
      this.#client.once('ready', () => resolve());
      this.#client.once('error', reject);
      this.#client.once('close', () => reject(new Error('the connection was closed during the login')));
      this.#client.connect({
        host: address,
        port,
        username: user,
        ...(password === null ? {} : { password }),
        ...(privateKey === null ? {} : { privateKey }),
        ...(passphrase === null ? {} : { passphrase }),
        readyTimeout: connectTimeoutMs,
        keepaliveInterval: keepaliveMs,
        keepaliveCountMax: 2,
        hostVerifier: (key: Buffer, verify: (accepted: boolean) => void) => {
          checkHostKey(address, port, hostKeyFingerprint(key)).then(
            (accepted) => {
              this.#keyRefused = !accepted;
              return verify(accepted);
            },
            () => verify(false),
          );
        },
      });
    });
  }

  #translate(error: unknown, progress: Progress): Error {
    const { address, settings } = this.#target;
    const message = error instanceof Error ? error.message : String(error);
    const level: unknown = error instanceof Error && 'level' in error ? error.level : null;
    if (this.#keyRefused) {
      return progress.failure(
        'AuthFailed', `the host key of ${address}:${settings.ssh.port} has changed`,
        `A reinstalled machine, or somebody between: "jackfield hostkeys" shows both keys, "jackfield accept-hostkey ${address}" takes the new one.`, error,
      );
    }
    progress.layer = level === 'client-authentication' ? 'login' : 'connect';
    if (level === 'client-authentication') return progress.failure('AuthFailed', 'the SSH server refuses the login', 'Check user and key or password in credentials.yaml.', error);
    if (/passphrase|privateKey|parse/i.test(message)) return progress.failure('AuthFailed', `the private key cannot be used: ${message}`, 'Check key and passphrase in credentials.yaml.', error);
    const late = message.startsWith('Timed out while waiting for handshake');
    return progress.failure('Unreachable', late ? `no login within ${settings.ssh.connectTimeoutMs} ms` : connectionFault(error, settings.ssh.port, 'SSH').reason, 'Is sshd up and the port right?', error);
  }
}
