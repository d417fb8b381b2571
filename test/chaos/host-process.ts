import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { saidSchema, type hostArgumentsSchema, type Order, type Said } from './orders.ts';

export interface HostProcessOptions extends z.input<typeof hostArgumentsSchema> {
  /** The program, where it is not the sources. */
  readonly entry?: string | undefined;
}

/** A host in a process of its own, that may be killed at any instant. */
export class HostProcess implements AsyncDisposable {
  readonly #child;
  readonly #lines;
  /** Resolves when its process is gone. */
  readonly ended: Promise<unknown>;
  #errors = '';

  constructor({ entry = join(import.meta.dirname, 'host.ts'), ...options }: HostProcessOptions) {
    this.#child = spawn(process.execPath, ['--conditions=jackfield-source', '--disable-warning=ExperimentalWarning', entry, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'jackfield-chaos-compiled') },
    });
    this.ended = once(this.#child, 'exit');
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#child.stdin.on('error', () => undefined);
  }

  get errors(): string {
    return this.#errors;
  }

  tell(order: Order): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** The next that it says; null when it ended. */
  async next(): Promise<Said | null> {
    const line = await this.#lines.next();
    return line.done === true ? null : saidSchema.parse(JSON.parse(line.value));
  }

  /** What it says next of this kind; null when it ended before. */
  async hear<Kind extends Said['said']>(kind: Kind): Promise<Extract<Said, { said: Kind }> | null> {
    const isIt = (said: Said): said is Extract<Said, { said: Kind }> => said.said === kind;
    for (let said = await this.next(); said !== null; said = await this.next()) if (isIt(said)) return said;
    return null;
  }

  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
