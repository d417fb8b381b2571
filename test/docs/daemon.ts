import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtProgram } from '../setup/built-program.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Finished {
  readonly code: number;
  /** Results, without progress and errors. */
  readonly result: string;
  readonly output: string;
}

/** A folder of its own with `config/` in it, and the daemon that runs on it: what a reader of the pages has before him. */
export class Daemon implements AsyncDisposable {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Who runs it: whoever runs the tests, until it is given away. */
  #user: { readonly uid?: number; readonly gid?: number } = {};
  #process: ChildProcess | null = null;
  #told = '';

  private constructor(folder: string, environment: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.environment = { ...process.env, JACKFIELD_CONFIG: join(folder, 'config'), NO_COLOR: '1', ...environment };
  }

  /** Nothing runs yet. Plugins have users of their own, who must be able to read what lies here. */
  static async inEmptyFolder(environment: NodeJS.ProcessEnv = {}): Promise<Daemon> {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-docs-'));
    await chmod(folder, 0o755);
    return new Daemon(folder, environment);
  }

  /** On a copy of the example, at addresses of its own: an example that runs on this machine is not disturbed. */
  static async onExample(network: `127.${number}`, environment: NodeJS.ProcessEnv = {}): Promise<Daemon> {
    const daemon = await Daemon.inEmptyFolder(environment);
    await cp(join(root, 'config'), join(daemon.folder, 'config'), { recursive: true, filter: (path) => !path.endsWith('/var') });
    for (const name of await readdir(join(daemon.folder, 'config'), { recursive: true })) {
      if (!name.endsWith('.yaml')) continue;
      const file = join(daemon.folder, 'config', name);
      const text = await readFile(file, 'utf8');
      await writeFile(file, text.replaceAll('127.77.', `${network}.`).replace('port: 9464', 'port: 0').replace('../plugins', join(root, 'plugins')));
    }
    return daemon;
  }

  /** To another user of this machine, who owns the folder from now on. Only root can. */
  async giveTo(uid: number): Promise<void> {
    for (const name of ['.', ...(await readdir(this.folder, { recursive: true }))]) await chown(join(this.folder, name), uid, uid);
    this.#user = { uid, gid: uid };
  }

  /** `through`: a program that prepares something and then becomes the daemon. */
  start(through: readonly string[] = []): void {
    const [file = process.execPath, ...words] = [...through, process.execPath, ...builtProgram, 'up'];
    const daemon = spawn(file, words, { ...this.#user, cwd: this.folder, env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [daemon.stdout, daemon.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (this.#told += text));
    this.#process = daemon;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Ends it as a service manager does; the exit code, null when it had to be killed. */
  async stop(): Promise<number | null> {
    const daemon = this.#process;
    if (daemon === null || daemon.exitCode !== null) return daemon?.exitCode ?? null;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGTERM');
    await ended;
    return daemon.exitCode;
  }

  /** As nobody should end it. */
  async kill(): Promise<void> {
    const daemon = this.#process;
    if (daemon === null) return;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await ended;
    this.#process = null;
  }

  /** What the daemon has said at its terminal. */
  get told(): string {
    return this.#told;
  }

  /** The same for a shell. */
  commandLine(words: readonly string[]): string {
    return [process.execPath, ...builtProgram, ...words].map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  }

  /** Runs `jackfield` with these words. */
  run(words: readonly string[]): Promise<Finished> {
    return new Promise((done) => {
      execFile(process.execPath, [...builtProgram, ...words], { ...this.#user, cwd: this.folder, env: this.environment }, (error, stdout, stderr) => {
        done({ code: typeof error?.code === 'number' ? error.code : 0, result: stdout, output: stdout + stderr });
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
