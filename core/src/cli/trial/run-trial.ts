import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ReportedError } from '../../api/index.ts';
import type { Verdict } from '../../conformance/index.ts';
import { pluginEndedTrial, trialStuck } from '../errors.ts';
import { killTree } from './kill-tree.ts';
import { trialEventSchema, type TrialEvent, type TrialResult, type TrialTask } from './trial-event.ts';

export interface TrialOptions {
  readonly task: Omit<TrialTask, 'scratch'>;
  /** Ends the trial at once. */
  readonly signal: AbortSignal;
  readonly onTrying: (rule: string) => void;
  readonly onVerdict: (verdict: Verdict) => void;
  /** What the plugin prints. */
  readonly onPrint: (text: string) => void;
  /** Longest that the process may give no sign of life, and longest that one rule may take. */
  readonly patience?: { readonly silentMs: number; readonly ruleMs: number };
}

/** Ten times what a call may take, and what nobody waits for. */
const usualPatience = { silentMs: 60_000, ruleMs: 1_800_000 };

/** Milliseconds after an exit in which its last words may still come. */
const lastWordsMs = 500;

/** Characters of what was printed last that an error repeats. */
const repeated = 400;

/**
 * Tries a plugin in a process of its own, which is killed when it has told all: nothing that the plugin left open, waits for
 * or began keeps the command from its end. Throws what the process says, or why it says nothing.
 */
export async function runTrial(options: TrialOptions): Promise<TrialResult> {
  options.signal.throwIfAborted();
  const scratch = await mkdtemp(join(tmpdir(), 'jackfield-check-'));
  try {
    return await new Trial(options, scratch).result();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

class Trial {
  readonly #options: TrialOptions;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #told = Promise.withResolvers<TrialResult>();
  #rule = 'the start';
  #printed = '';
  #silence: NodeJS.Timeout | undefined;
  #slowness: NodeJS.Timeout | undefined;

  constructor(options: TrialOptions, scratch: string) {
    this.#options = options;
    const fromSources = import.meta.url.endsWith('.ts');
    const entry = fileURLToPath(new URL(fromSources ? './trial-process.ts' : './trial-process.js', import.meta.url));
    const flags = ['--disable-sigusr1', ...(fromSources ? ['--conditions=jackfield-source'] : [])];
    // A group of its own: Ctrl-C at the terminal reaches this command only, and the group is killed as one.
    this.#child = spawn(process.execPath, [...flags, entry, JSON.stringify({ ...options.task, scratch } satisfies TrialTask)], { env: { ...process.env, TMPDIR: scratch }, stdio: ['pipe', 'pipe', 'pipe', 'pipe'], detached: true });
    this.#exited = once(this.#child, 'exit').then(([code, signal]) => this.#gone(code === null ? String(signal) : `exit code ${String(code)}`), (error: unknown) => this.#told.reject(error));
  }

  async result(): Promise<TrialResult> {
    const { signal } = this.#options;
    const abort = (): void => this.#told.reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    this.#listen();
    this.#heard();
    this.#next(this.#rule);
    try {
      return await this.#told.promise;
    } finally {
      signal.removeEventListener('abort', abort);
      clearTimeout(this.#silence);
      clearTimeout(this.#slowness);
      await this.#end();
    }
  }

  #listen(): void {
    const { stdout, stderr, stdio } = this.#child;
    for (const output of [stdout, stderr]) output?.setEncoding('utf8').on('data', (text: string) => this.#print(text));
    const events = stdio[3];
    if (!(events instanceof Readable)) throw new TypeError('descriptor 3 of a process is a pipe');
    createInterface(events).on('line', (line) => this.#event(line));
  }

  #print(text: string): void {
    this.#printed = (this.#printed + text).slice(-repeated);
    this.#options.onPrint(text);
  }

  #event(line: string): void {
    this.#heard();
    const event = parsed(line);
    if (event === null) return this.#told.reject(pluginEndedTrial(`it writes what is not its own to say, at ${this.#rule}`));
    if (event.kind === 'trying') {
      this.#next(event.rule);
      this.#options.onTrying(event.rule);
    } else if (event.kind === 'verdict') this.#options.onVerdict(event.verdict);
    else if (event.kind === 'concluded') this.#told.resolve(event.result);
    else if (event.kind === 'failed') this.#told.reject(new ReportedError(event.report));
  }

  #heard(): void {
    const { silentMs } = this.#options.patience ?? usualPatience;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#told.reject(trialStuck(`at ${this.#rule} it has kept its thread for ${silentMs / 1_000} s`)), silentMs);
  }

  #next(rule: string): void {
    const { ruleMs } = this.#options.patience ?? usualPatience;
    this.#rule = rule;
    clearTimeout(this.#slowness);
    this.#slowness = setTimeout(() => this.#told.reject(trialStuck(`${rule} has come to no end in ${ruleMs / 1_000} s`)), ruleMs);
  }

  /** It is gone; what it said before may still be on its way. */
  #gone(how: string): void {
    const reject = (): void => this.#told.reject(pluginEndedTrial(`the process ended at ${this.#rule}: ${how}${this.#printed === '' ? '' : `, after ${this.#printed.trim()}`}`));
    clearTimeout(this.#silence);
    this.#silence = setTimeout(reject, lastWordsMs);
  }

  /** Kills the process and all that came of it. */
  async #end(): Promise<void> {
    const { pid, stdout, stderr, stdin, stdio } = this.#child;
    if (pid !== undefined) await killTree(pid);
    await this.#exited;
    clearTimeout(this.#silence);
    // Who was started by the plugin and lives on may hold the other ends: nothing more is read.
    for (const stream of [stdin, stdout, stderr, stdio[3]]) stream?.destroy();
  }
}

function parsed(line: string): TrialEvent | null {
  try {
    return trialEventSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
