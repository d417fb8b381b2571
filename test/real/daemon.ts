import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { markedProcesses, processesBelow, startOf } from './processes-below.ts';

/** How long a server may take to end by itself. */
const graceMs = 2_000;

/** A real server started by a test: it ends with the test, by pid, and so does all that it started. */
export class Daemon implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #endsOn: NodeJS.Signals;
  /** What it starts inherits this, also when nobody knows any more whose it is. */
  readonly #mark = `TEST_SERVER=${randomUUID()}`;
  #output = '';

  constructor(command: string, args: readonly string[], { env = {}, endsOn = 'SIGTERM' }: { readonly env?: NodeJS.ProcessEnv; readonly endsOn?: NodeJS.Signals } = {}) {
    this.#endsOn = endsOn;
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TEST_SERVER: this.#mark.slice('TEST_SERVER='.length), ...env } });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (data: Buffer) => (this.#output += data.toString()));
  }

  get output(): string {
    return this.#output;
  }

  /** Waits until `ready` says yes; a daemon that ends before that fails with what it printed. */
  async ready(isReady: () => Promise<boolean>, withinSeconds = 5): Promise<this> {
    for (let tries = 0; tries < withinSeconds * 40; tries += 1) {
      if (this.child.exitCode !== null) throw new Error(`${this.child.spawnfile} ended with ${this.child.exitCode}: ${this.#output}`);
      if (await isReady()) return this;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`${this.child.spawnfile} is not ready after ${withinSeconds} s: ${this.#output}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid } = this.child;
    if (pid === undefined) return;
    const started = new Started();
    // One that crashed is not there any more to say what it has started.
    if (this.child.exitCode !== null || this.child.signalCode !== null) await started.add(await markedProcesses(this.#mark));
    else await this.#end(pid, started);
    // A server that is killed, or has no time for them, leaves its children behind.
    await started.end();
  }

  async #end(pid: number, started: Started): Promise<void> {
    // Looked for while it is there: when it is gone, nothing says any more whose they were.
    await started.add(await processesBelow(pid));
    const ended = once(this.child, 'exit');
    this.child.kill(this.#endsOn);
    const timer = setTimeout(() => void this.#kill(pid, started), graceMs);
    await ended;
    clearTimeout(timer);
  }

  async #kill(pid: number, started: Started): Promise<void> {
    await started.add(await processesBelow(pid));
    this.child.kill('SIGKILL');
  }
}

/** Processes, each with when it started: its number may be another's by the time it is ended. */
class Started {
  readonly #starts = new Map<number, string | null>();

  async add(pids: readonly number[]): Promise<void> {
    for (const pid of pids) if (!this.#starts.has(pid)) this.#starts.set(pid, await startOf(pid));
  }

  async end(): Promise<void> {
    for (const [pid, start] of this.#starts) if (start !== null && (await startOf(pid)) === start) endNow(pid);
  }
}

/** It may have ended since it was looked at. */
function endNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

export async function freeTcpPort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, 'listening');
  const bound = server.address();
  await new Promise((done) => server.close(done));
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

export async function freeUdpPort(address: string): Promise<number> {
  const socket = createSocket('udp4').bind(0, address);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}
