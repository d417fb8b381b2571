import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { processesBelow, runs } from './processes-below.ts';

/** How long a server may take to end by itself. */
const graceMs = 2_000;

/** A real server started by a test: it ends with the test, by pid, and so does all that it started. */
export class Daemon implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #endsOn: NodeJS.Signals;
  #output = '';

  constructor(command: string, args: readonly string[], { env = {}, endsOn = 'SIGTERM' }: { readonly env?: NodeJS.ProcessEnv; readonly endsOn?: NodeJS.Signals } = {}) {
    this.#endsOn = endsOn;
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
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
    if (pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null) return;
    // Looked for while it is there: when it is gone, nothing says any more whose they were.
    const started = new Set(await processesBelow(pid));
    const ended = once(this.child, 'exit');
    this.child.kill(this.#endsOn);
    const timer = setTimeout(() => void this.#kill(pid, started), graceMs);
    await ended;
    clearTimeout(timer);
    // A server that is killed, or has no time for them, leaves its children behind.
    for (const one of started) if (await runs(one)) endNow(one);
  }

  /** `started` takes what it has started since. */
  async #kill(pid: number, started: Set<number>): Promise<void> {
    for (const one of await processesBelow(pid)) started.add(one);
    this.child.kill('SIGKILL');
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
