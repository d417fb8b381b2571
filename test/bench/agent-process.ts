import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface AgentProcess extends AsyncDisposable {
  readonly port: number;
  /** Says a word to it, for those that hear any. */
  tell(word: string): void;
}

/** Starts what devices are played by, of `processes/`, in a process of its own: on these addresses, or of this size. */
export async function startAgent(name: 'fast-agent' | 'switch-agent' | 'switches' | 'fleet' | 'file-server' | 'linux-machines' | 'manager', args: readonly string[]): Promise<AgentProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'processes', `${name}.js`), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const first: unknown[] = await Promise.race([once(createInterface(child.stdout), 'line'), exited.then(() => [])]);
  const port = Number(first[0] ?? Number.NaN);
  if (!Number.isInteger(port)) throw new Error(`${name} did not start`);
  return {
    port,
    tell: (word) => void child.stdin.write(`${word}\n`),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
    },
  };
}
