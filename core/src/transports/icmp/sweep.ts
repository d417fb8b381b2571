import { spawn } from 'node:child_process';
import { isIPv6 } from 'node:net';
import { createInterface } from 'node:readline';
import programs from 'ping';
import { pingMissing } from '../errors.ts';
import { Queue } from '../queue.ts';

/** Hears of each address that answers, as it does. */
type OnAlive = (address: string, rttMs: number) => void;

/** Without fping each address costs a process: not more of them than this at once. */
const processesAtOnce = 32;

/**
 * Echo requests to many addresses. fping does it in one process, some thousand a second; without it the system's ping
 * is started per address.
 */
export async function sweep(addresses: readonly string[], timeoutMs: number, signal: AbortSignal, onAlive: OnAlive): Promise<void> {
  if (addresses.length === 0) return;
  const [v6, v4] = [addresses.filter((address) => isIPv6(address)), addresses.filter((address) => !isIPv6(address))];
  try {
    await fping(v4, '-4', timeoutMs, signal, onAlive);
    await fping(v6, '-6', timeoutMs, signal, onAlive);
  } catch (error) {
    if (signal.aborted || !isMissing(error)) throw error;
    await pingEach(addresses, timeoutMs, signal, onAlive);
  }
}

/** Not installed, or without the right to open its socket. */
class CannotSend extends Error {}

function isMissing(error: unknown): boolean {
  return error instanceof CannotSend || (error instanceof Error && 'code' in error && error.code === 'ENOENT');
}

/** What fping ends with when the system refuses it a socket. */
const refusedBySystem = 4;

async function fping(addresses: readonly string[], family: string, timeoutMs: number, signal: AbortSignal, onAlive: OnAlive): Promise<void> {
  if (addresses.length === 0) return;
  signal.throwIfAborted();
  const child = spawn('fping', [family, '-a', '-e', '-i', '1', '-r', '1', '-B', '1', '-t', String(timeoutMs)], { stdio: ['pipe', 'pipe', 'ignore'] });
  // Called off, it is ended and waited for: nobody else would take note of its end.
  const stop = (): void => void child.kill();
  signal.addEventListener('abort', stop, { once: true });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === refusedBySystem ? reject(new CannotSend('fping may not send')) : resolve()));
  });
  createInterface(child.stdout).on('line', (line) => {
    const [, address, rtt] = /^(\S+) \(([\d.]+) ms\)/.exec(line) ?? [];
    if (address !== undefined) onAlive(address, Number(rtt));
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${addresses.join('\n')}\n`);
  try {
    await ended;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  signal.throwIfAborted();
}

/** A ping that may not open its socket ends without its statistics, whatever it is asked for. */
async function pingOne(address: string, timeoutMs: number): Promise<{ readonly sent: boolean; readonly rttMs: number | null }> {
  const answer = await programs.promise.probe(address, { numeric: true, timeout: Math.max(1, Math.ceil(timeoutMs / 1_000)), v6: isIPv6(address) }).catch((cause: unknown) => {
    throw pingMissing('neither fping nor ping can be started', { cause });
  });
  return { sent: answer.output.includes('transmitted'), rttMs: answer.alive ? Number(answer.time) : null };
}

async function pingEach(addresses: readonly string[], timeoutMs: number, signal: AbortSignal, onAlive: OnAlive): Promise<void> {
  if (!(await pingOne('127.0.0.1', timeoutMs)).sent) throw pingMissing('neither fping nor ping may send');
  const queue = new Queue(processesAtOnce);
  await Promise.all(
    addresses.map((address) =>
      queue.run(signal, async () => {
        const { rttMs } = await pingOne(address, timeoutMs);
        if (rttMs !== null) onAlive(address, rttMs);
      }),
    ),
  );
}
