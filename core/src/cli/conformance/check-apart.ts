import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReportedError } from '../../control/index.ts';
import type { Verdict } from '../../conformance/index.ts';
import { checkEnded, checkHeldUp, checkSpokenInto } from '../errors.ts';
import { killTree } from './kill-tree.ts';
import { checkMessageSchema, type CheckJob, type CheckResult } from './check-job.ts';

export interface CheckWatch {
  readonly signal: AbortSignal;
  readonly onRule: (progress: { readonly done: number; readonly total: number; readonly label: string }) => void;
  readonly onVerdict: (verdict: Verdict) => void;
  /** Milliseconds without a sign of life after which it is given up. */
  readonly silenceMs?: number;
}

/**
 * Tries a plugin in a process and a temporary folder of its own. Both end with the answer, with the signal, and when the
 * plugin never gives the loop back: nothing that it does keeps who asked waiting.
 */
export async function checkApart(job: CheckJob, { signal, onRule, onVerdict, silenceMs = 60_000 }: CheckWatch): Promise<CheckResult> {
  signal.throwIfAborted();
  const temporary = await mkdtemp(join(tmpdir(), 'jackfield-check-'));
  const entry = fileURLToPath(new URL(`./check-process.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));
  // What the plugin prints goes where errors go: the results stay apart. A group of its own, to end what it started too.
  const child = spawn(process.execPath, [...process.execArgv, entry, JSON.stringify(job), temporary], { stdio: ['ignore', 2, 2, 'ipc'], env: { ...process.env, TMPDIR: temporary }, detached: true });
  const exited = once(child, 'exit');
  const answer = Promise.withResolvers<CheckResult>();
  let during = 'it was loaded';
  let heard = performance.now();
  child.on('message', (said: unknown) => {
    heard = performance.now();
    const { data: message } = checkMessageSchema.safeParse(said);
    if (message === undefined) answer.reject(checkSpokenInto(`while ${during}, the plugin sent a message of its own to who tries it`, { place: { file: job.directory } }));
    else if (message.kind === 'rule') {
      during = `rule ${message.rule} was tried`;
      onRule({ done: message.done, total: message.total, label: message.rule });
    } else if (message.kind === 'verdict') onVerdict(message.verdict);
    else if (message.kind === 'result') answer.resolve(message.result);
    else if (message.kind === 'failed') answer.reject(new ReportedError(message.error));
  });
  const silence = setInterval(() => {
    if (performance.now() - heard > silenceMs) answer.reject(checkHeldUp(`while ${during}, the plugin held everything up for ${Math.round(silenceMs / 1_000)} s`, { place: { file: job.directory } }));
  }, 500);
  const leave = (): void => answer.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  exited.then(([code, by]) => answer.reject(checkEnded(`while ${during}, its process ended with ${String(by ?? code)}`, { place: { file: job.directory } })), answer.reject);
  try {
    return await answer.promise;
  } finally {
    clearInterval(silence);
    signal.removeEventListener('abort', leave);
    if (child.pid !== undefined) await killTree(child.pid);
    await exited.catch(() => undefined);
    await rm(temporary, { recursive: true, force: true });
  }
}
