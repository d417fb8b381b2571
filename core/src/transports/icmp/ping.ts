import { isIPv6 } from 'node:net';
import type { PingResult } from '@jackfield/sdk';
import programs from 'ping';
import { pingMissing } from '../errors.ts';
import type { Progress } from '../progress.ts';

/** Echo requests to one address, with the system's ping. */
export async function pingOnce(address: string, count: number, timeoutMs: number, progress: Progress): Promise<PingResult> {
  progress.layer = 'request';
  const seconds = Math.max(1, Math.ceil(Math.min(timeoutMs, progress.remainingMs) / 1_000));
  const answer = await programs.promise.probe(address, { numeric: true, timeout: seconds, min_reply: count, v6: isIPv6(address), extra: ['-i', '0.2'] }).catch((cause: unknown) => {
    throw pingMissing('the ping program cannot be started', { place: { device: address }, cause });
  });
  const received = answer.output.match(/time[=<]/g)?.length ?? 0;
  if (!answer.alive || received === 0) return { sent: count, received: 0, rttMs: null };
  return { sent: count, received, rttMs: { min: Number(answer.min), average: Number(answer.avg), max: Number(answer.max) } };
}
