import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { performance } from 'node:perf_hooks';
import { Channel, isFields, isId, ProtocolViolation } from '@jackfield/sdk/runtime';
import { Allowance } from './allowance.ts';
import { clearText } from './clear-faults.ts';
import { shakeHands } from './handshake.ts';
import type { Ending, Evidence } from './evidence.ts';
import { beatMs, Heartbeat } from './heartbeat.ts';
import type { Launch } from './launch.ts';
import { maxAbandoned, OpenCalls } from './open-calls.ts';
import { OutputLines } from './output-lines.ts';
import { PluginLog, type LogLevel, type LogSink } from './plugin-log.ts';
import { PluginOperations } from './plugin-operations.ts';
import { activity, innermost, memoryShare, residentBytes } from './processes.ts';
import type { Invocation, InvocationHandlers, SupervisionOptions } from './supervised-plugin.ts';

/** Bytes a second a plugin may send for long, and at once; a log line costs as much as 4 KiB. */
const bytesPerSecond = 16 * 1_024 * 1_024;
const bytesBurst = 8 * 1_024 * 1_024;
const notificationCost = 4_096;

/** Milliseconds after an exit in which its last output may still come. */
const lastWordsMs = 200;

/** Milliseconds a process that hangs has to print where it is before it is killed. */
const stackMs = 500;

/** Bytes a plugin may leave unread. */
const maxBacklog = 64 * 1_024 * 1_024;

export interface PluginProcessOptions {
  readonly supervision: SupervisionOptions;
  readonly launch: Launch;
  readonly totalBytes: number;
  readonly log: PluginLog;
  /** What the process prints outside of any call. */
  readonly sink: LogSink;
  readonly onEnd: (ending: Ending, evidence: Evidence) => void;
}

/** One process of a plugin: spawned, watched, and ended for good. */
export class PluginProcess {
  readonly #options: PluginProcessOptions;
  readonly #child: ChildProcess;
  readonly #channel: Channel;
  readonly #calls = new OpenCalls();
  readonly #operations: PluginOperations;
  readonly #heartbeat = new Heartbeat();
  readonly #allowance = new Allowance(bytesBurst, bytesPerSecond);
  readonly #stdout: OutputLines | null;
  readonly #stderr: OutputLines | null;
  readonly #ended = Promise.withResolvers<Ending>();
  readonly #beats: NodeJS.Timeout;
  #lastBeat = performance.now();
  #pausing: NodeJS.Timeout | undefined;
  #lastWords: NodeJS.Timeout | undefined;
  #dying: NodeJS.Timeout | undefined;
  #seen: Pick<Evidence, 'calls' | 'exchanges'> | null = null;
  #gone = false;
  #pid: number | null = null;
  #sdk: string | null = null;
  #ending: Ending | null = null;

  constructor(options: PluginProcessOptions) {
    this.#options = options;
    const { launch } = options;
    this.#child = spawn(launch.file, launch.args, { cwd: '/', env: launch.env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true });
    const stream = this.#child.stdio[3];
    if (!(stream instanceof Duplex)) throw new TypeError('the channel of a process is a socket');
    this.#operations = new PluginOperations(options.supervision.id, (call) => this.#calls.find(call));
    this.#channel = new Channel(stream, {
      request: (id, method, params) => this.#operations.request(this.#channel, id, method, params),
      notification: (method, params) => this.#notification(method, params),
      received: (bytes) => this.#spend(bytes),
      closed: (violation) => {
        this.#note();
        if (violation !== null) this.end({ cause: 'protocol', reason: `it sent ${violation}` });
      },
    });
    const { stdout, stderr } = this.#child;
    this.#stdout = stdout === null ? null : new OutputLines(stdout, (line) => this.#print('info', line));
    this.#stderr = stderr === null ? null : new OutputLines(stderr, (line) => this.#print('warn', line));
    this.#child.on('error', (error) => this.end({ cause: 'crash', reason: error.message }));
    // What it printed last says why it ended, and comes after the exit; but nothing is waited for without end.
    this.#child.on('exit', (code, signal) => {
      this.#channel.resume();
      this.#lastWords = setTimeout(() => this.#exit(code, signal), lastWordsMs);
    });
    this.#child.on('close', (code, signal) => this.#exit(code, signal));
    this.#beats = setInterval(() => void this.#beat(), beatMs);
    this.#beats.unref();
  }

  get calls(): OpenCalls {
    return this.#calls;
  }

  get messages(): number {
    return this.#channel.messages;
  }

  /** Operations asked for and not answered yet. */
  get waiting(): number {
    return this.#operations.outstanding;
  }

  /** The plugin's own process, inside its wrappers. */
  get pid(): number | null {
    return this.#pid ?? this.#child.pid ?? null;
  }

  /** SDK that its bundle was built with; null before it has started, and when it does not say. */
  get sdk(): string | null {
    return this.#sdk;
  }

  /** Resolves when the process is gone, with the reason. */
  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  /** Loads the plugin and holds it against its manifest. */
  async start(): Promise<void> {
    const { sdk } = await shakeHands(this.#channel, this.#options.supervision);
    this.#sdk = sdk;
    // Inside its wrappers it has a number of its own; nobody waits for that.
    if (this.#child.pid !== undefined) void innermost(this.#child.pid).then((pid) => (this.#pid = pid));
  }

  /** Calls the plugin. `settled` hears of the answer even when nobody waits for it any more. */
  invoke(invocation: Invocation, handlers: InvocationHandlers): { readonly id: number; readonly answer: Promise<unknown> } {
    const { id, answer } = this.#channel.request('invoke', this.#channel.wrap(JSON.stringify(invocation)));
    const call = this.#calls.enter(id, invocation, handlers);
    const settled = (): void => {
      this.#calls.answered(id);
      this.#operations.endCall(call, 'the call is over');
    };
    answer.then(settled, settled);
    return { id, answer: answer.catch((error: unknown) => Promise.reject(call.failures.restore(error))) };
  }

  /** Nobody waits for the answer any more: the plugin is told, its operations end. */
  abandon(id: number, reason: string): void {
    const call = this.#calls.abandon(id);
    this.#channel.notify('cancel', JSON.stringify({ id, reason }));
    if (call !== null) this.#operations.endCall(call, reason);
    if (this.#calls.abandoned > maxAbandoned) this.end({ cause: 'hang', reason: `it owes ${this.#calls.abandoned} answers and heeds no cancel` });
  }

  /** A V8 CPU profile of so long; the plugin works on meanwhile. Untrusted like all that comes from there. */
  async profile(milliseconds: number): Promise<unknown> {
    return this.#channel.request('profile', JSON.stringify({ milliseconds })).answer;
  }

  async usage(): Promise<{ readonly cpuMs: number; readonly pssBytes: number | null }> {
    const { pid } = this;
    if (pid === null) return { cpuMs: 0, pssBytes: null };
    const [time, memory] = await Promise.all([activity(pid), memoryShare(pid)]);
    return { cpuMs: time?.cpuMs ?? 0, pssBytes: memory?.pssBytes ?? null };
  }

  /** Asks the process to go; it is gone when this resolves. */
  async stop(): Promise<void> {
    if (this.#ending === null) {
      this.#ending = { cause: 'stopped', reason: 'stopped by the host' };
      this.#channel.notify('shutdown', '{}');
      const force = setTimeout(() => this.#kill(), 1_000);
      await this.#ended.promise;
      clearTimeout(force);
    }
    await this.#ended.promise;
  }

  /** Ends the process now, for good. */
  end(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#ending = ending;
    this.#note();
    this.#kill();
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return this.#exit(null, null);
    // The group too: a wrapper and what it wraps go together.
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }

  #exit(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#gone) return;
    this.#gone = true;
    clearInterval(this.#beats);
    clearTimeout(this.#pausing);
    clearTimeout(this.#lastWords);
    clearTimeout(this.#dying);
    const how = signal === null ? `exit code ${code ?? '?'}` : signal;
    const complaint = this.#stderr?.complaint ?? null;
    const { cause, reason }: Ending = this.#ending ?? { cause: 'crash', reason: complaint === null ? how : `${how}: ${complaint.slice(0, 300)}` };
    const ending = { cause, reason: clearText(reason) };
    this.#ending = ending;
    const seen = this.#note();
    this.#operations.endAll(ending.reason);
    this.#channel.close(null);
    this.#options.onEnd(ending, { ...seen, output: this.#stdout?.last ?? [], errors: this.#stderr?.last ?? [] });
    this.#ended.resolve(ending);
  }

  #notification(method: string, params: unknown): void {
    if (this.#operations.notification(method, params)) return;
    if (!isFields(params)) throw new ProtocolViolation(`${method.slice(0, 64)} without parts`);
    if (method === 'dropped' && isId(params['count'])) return this.#options.log.drop(params['count']);
    if (method === 'deprecated' && typeof params['code'] === 'string') {
      this.#spend(notificationCost);
      return this.#options.supervision.onDeprecated?.(params['code']);
    }
    const { call } = params;
    if (!isId(call)) throw new ProtocolViolation(`${method.slice(0, 64)} that names no call`);
    if (method === 'acknowledge') {
      const open = this.#calls.find(call);
      if (open !== null) open.acknowledged = true;
      else if (!this.#calls.knows(call)) throw new ProtocolViolation(`an acknowledgement of call ${call}, which nobody made`);
      return;
    }
    this.#spend(notificationCost);
    // Words about a call that has ended are late, not wrong.
    const handlers = this.#calls.find(call)?.handlers ?? null;
    if (method === 'log') {
      const { level, message, data } = params;
      if (!isLevel(level) || typeof message !== 'string') throw new ProtocolViolation('a log line that is none');
      if (handlers !== null) this.#options.log.write(handlers.log.bind(handlers), level, message, data ?? null);
    } else if (method === 'watch') handlers?.watch(params['event']);
    else throw new ProtocolViolation(`a notification of ${method.slice(0, 64)}`);
  }

  #print(level: LogLevel, line: string): void {
    this.#options.log.write(this.#options.sink, level, line, null);
  }

  /** Who sends too much is not listened to until the debt is paid; its own buffers fill, nobody else's. */
  #spend(amount: number): void {
    const debtMs = this.#allowance.spend(amount);
    if (debtMs === 0 || this.#pausing !== undefined || this.#gone) return;
    this.#channel.pause();
    this.#pausing = setTimeout(() => {
      this.#pausing = undefined;
      this.#channel.resume();
    }, Math.min(debtMs, 500));
  }

  async #beat(): Promise<void> {
    const now = performance.now();
    const elapsed = now - this.#lastBeat;
    this.#lastBeat = now;
    if (this.#ending !== null) return;
    // Who stands at a breakpoint is silent for as long as a person thinks.
    if (this.#options.supervision.inspectPort === undefined) await this.#listen(elapsed);
    if (this.#channel.backlog > maxBacklog) this.end({ cause: 'hang', reason: `it leaves ${this.#channel.backlog} bytes unread` });
    await this.#weigh();
  }

  async #listen(elapsed: number): Promise<void> {
    const busy = this.#calls.open + this.#calls.abandoned > 0;
    const verdict = this.#heartbeat.beat(elapsed, busy);
    if (verdict === 'hung') await this.#hung();
    if (verdict === 'ask') {
      this.#channel.request('ping', 'null').answer.then(() => this.#heartbeat.answered(), () => undefined);
    }
  }

  async #hung(): Promise<void> {
    const { pid } = this;
    const seen = pid === null ? null : await activity(pid);
    const doing = seen?.running === true ? 'busy on the CPU' : 'not running';
    if (this.#ending !== null) return;
    this.#ending = { cause: 'hang', reason: `no answer for ${(this.#heartbeat.silentMs / 1_000).toFixed(1)} s ${this.#calls.describe()} (${doing})` };
    this.#note();
    // Node's --trace-sigint prints where it is from a thread of its own and ends; what runs no JavaScript stays silent.
    if (pid === null || seen?.running !== true || !interrupt(pid)) return this.#kill();
    this.#dying = setTimeout(() => this.#kill(), stackMs);
  }

  /** What it was doing, as first seen when its end came: what ends it empties the tables. */
  #note(): Pick<Evidence, 'calls' | 'exchanges'> {
    this.#seen ??= { calls: this.#calls.facts(), exchanges: this.#operations.exchanges };
    return this.#seen;
  }

  async #weigh(): Promise<void> {
    const { totalBytes } = this.#options;
    const pid = this.#pid;
    if (pid === null || ((await residentBytes(pid)) ?? 0) <= totalBytes) return;
    const share = await memoryShare(pid);
    if (share === null || share.pssBytes <= totalBytes) return;
    this.end({ cause: 'memory', reason: `${Math.round(share.pssBytes / 1_048_576)} MiB of memory, of ${Math.round(totalBytes / 1_048_576)} allowed, ${this.#calls.describe()}` });
  }
}

function interrupt(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGINT');
  } catch {
    return false;
  }
}

function isLevel(value: unknown): value is LogLevel {
  return value === 'debug' || value === 'info' || value === 'warn';
}
