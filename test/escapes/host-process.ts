import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** What the host says about one attempt. */
export interface Said {
  /** Why the plugin never came to make it. */
  readonly notMade?: string;
  readonly said?: unknown;
  readonly error?: string;
  readonly peak: number;
  readonly pid: number | null;
}

/** Milliseconds in which any attempt is over. */
const answerMs = 9_000;

/** A host in a process of its own, so that an attempt may hurt it. */
export class HostProcess implements AsyncDisposable {
  readonly #child;
  readonly #lines;
  #errors = '';

  constructor(secret: string, refuseInspector: boolean) {
    this.#child = spawn(process.execPath, ['--conditions=jackfield-source', ...(refuseInspector ? ['--disable-sigusr1'] : []), join(import.meta.dirname, 'host.ts')], {
      stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', HOST_SECRET: secret },
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
    this.#child.stdin.on('error', () => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async ask(order: object): Promise<Said | null> {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    // The lines end with the host, so a host that dies answers too; one that was stopped does not.
    const patience = new AbortController();
    const stopped = delay(answerMs, null, { signal: patience.signal }).catch(() => null);
    const line = await Promise.race([this.#lines.next(), stopped]);
    patience.abort();
    return line === null || line.done === true ? null : JSON.parse(line.value);
  }

  /** Dead, stopped, slowed down, or with an open inspector. */
  get hurt(): boolean {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#errors.includes('Debugger listening')) return true;
    const stat = readFileSync(`/proc/${this.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'T' || fields[16] !== '0';
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await once(this.#child, 'exit');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
