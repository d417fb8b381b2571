import { spawn } from 'node:child_process';
import { isIPv6 } from 'node:net';
import { createInterface } from 'node:readline';
import programs from 'ping';
import { pingMissing } from '../errors.ts';
import { Queue } from '../queue.ts';

type Alive = (readonly [address: string, rttMs: number])[];

/** Without fping each address costs a process: not more of them than this at once. */
const processesAtOnce = 32;

/**
 * Echo requests to many addresses. fping does it in one process, some thousand a second; without it the system's ping
 * is started per address.
 */
export async function sweep(addresses: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<Alive> {
  if (addresses.length === 0) return [];
  const [v6, v4] = [addresses.filter((address) => isIPv6(address)), addresses.filter((address) => !isIPv6(address))];
  try {
    return [...(await fping(v4, '-4', timeoutMs, signal)), ...(await fping(v6, '-6', timeoutMs, signal))];
  } catch (error) {
    if (signal.aborted || !isMissing(error)) throw error;
    return pingEach(addresses, timeoutMs, signal);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function fping(addresses: readonly string[], family: string, timeoutMs: number, signal: AbortSignal): Promise<Alive> {
  if (addresses.length === 0) return [];
  const child = spawn('fping', [family, '-a', '-e', '-i', '1', '-r', '1', '-B', '1', '-t', String(timeoutMs)], { stdio: ['pipe', 'pipe', 'ignore'], signal });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  const alive: Alive = [];
  createInterface(child.stdout).on('line', (line) => {
    const [, address, rtt] = /^(\S+) \(([\d.]+) ms\)/.exec(line) ?? [];
    if (address !== undefined) alive.push([address, Number(rtt)]);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${addresses.join('\n')}\n`);
  await ended;
  return alive;
}

async function pingEach(addresses: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<Alive> {
  const queue = new Queue(processesAtOnce);
  const alive: Alive = [];
  await Promise.all(
    addresses.map((address) =>
      queue.run(signal, async () => {
        const answer = await programs.promise.probe(address, { numeric: true, timeout: Math.max(1, Math.ceil(timeoutMs / 1_000)), v6: isIPv6(address) }).catch((cause: unknown) => {
          throw pingMissing('neither fping nor ping can be started', { cause });
        });
        if (answer.alive) alive.push([address, Number(answer.time)]);
      }),
    ),
  );
  return alive;
}
