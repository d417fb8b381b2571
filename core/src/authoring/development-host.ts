import { relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { OutcomeError, type CheckResult, type Identification } from '@jackfield/sdk';
import { JackfieldError } from '../errors/index.ts';
import { unmatched } from '../discovery/index.ts';
import { durationSchema } from '../health/index.ts';
import { superviseProcess, surveyFences, type SupervisedPlugin, type SupervisionOptions } from '../plugins/index.ts';
import { createTestHost, type TestHost } from '../test-host/index.ts';
import { sameData } from '../changes/index.ts';
import type { DevelopmentDevices } from './development-devices.ts';
import type { DevelopmentRun, OperationCount, ReportDevelopment } from './development-event.ts';

export interface DevelopmentHostOptions {
  readonly directory: string;
  readonly on: DevelopmentDevices;
  readonly inspectPort: number | undefined;
  readonly report: ReportDevelopment;
}

/** Longest that a call may take; with a debugger, as long as a person thinks. */
const deadlineMs = 10_000;
const debuggedMs = 24 * 3_600_000;

/** What Node itself says about its inspector. */
const inspectorTalk = /^(Debugger (listening|attached|ending)|For help, see|Waiting for the debugger|\(node:\d+\) \[PERM\d+\]|\(Use `node --trace-warnings)/;

/** One build of a plugin as it runs: its process in its sandbox, before fresh devices. */
export class DevelopmentHost implements AsyncDisposable {
  readonly #options: DevelopmentHostOptions;
  readonly #host: TestHost;
  readonly #stopped = new AbortController();
  readonly #schedule: NodeJS.Timeout[] = [];
  #queue: Promise<unknown> = Promise.resolve();
  #isActivated = false;
  #onResult: (() => void) | null = null;

  private constructor(options: DevelopmentHostOptions, host: TestHost) {
    this.#options = options;
    this.#host = host;
    host.signal = this.#stopped.signal;
  }

  static async open(options: DevelopmentHostOptions): Promise<DevelopmentHost> {
    const { directory, on: { devices, settings, with: others }, inspectPort } = options;
    const supervise = (supervision: SupervisionOptions): SupervisedPlugin => superviseProcess(reporting(supervision, options));
    const host = await createTestHost({ directory, devices, settings, with: others, supervise, deadlineMs: inspectPort === undefined ? deadlineMs : debuggedMs });
    return new DevelopmentHost(options, host);
  }

  /** Everything that reads, once on each device. `onResult` hears of the first that ends. */
  async runAll(onResult: (() => void) | null = null): Promise<void> {
    this.#onResult = onResult;
    let runs = 0;
    let faults = 0;
    let refused = 0;
    const { discovery, checks } = this.#host.plugin.manifest.contributes;
    const add = (run: DevelopmentRun | null): void => {
      if (run === null) return;
      runs += 1;
      faults += run.ending === 'fault' ? 1 : 0;
      refused += run.refused.length;
    };
    for (const device of Object.keys(this.#options.on.devices)) {
      for (const name of Object.keys(discovery)) {
        let isMine = false;
        add(await this.#run(`identify ${name}`, device, () => this.#identify(name, device), ({ found, unasked }) => {
          isMine = found !== null;
          return found === null ? `not one of its own${unasked === null ? '' : `: ${unasked}`}` : identityText(found);
        }));
        if (!isMine) continue;
        add(await this.#run(`inspect ${name}`, device, () => this.#host.inspect(name, device), ({ interfaces, neighbours, ...facts }) => `${identityText(facts)}, ${interfaces.length} interfaces, ${neighbours.length} neighbours`));
      }
      for (const name of Object.keys(checks)) add(await this.#check(name, device));
    }
    if (!this.#stopped.signal.aborted) this.#options.report({ kind: 'idle', runs, faults, refused });
  }

  /** With why it was not asked: that is in the manifest, and no line of the code tells. */
  async #identify(name: string, device: string): Promise<{ readonly found: Identification | null; readonly unasked: string | null }> {
    const fingerprint = await this.#host.fingerprint(device);
    return { found: await this.#host.identify(name, device, fingerprint), unasked: unmatched(this.#host.plugin.manifest, name, fingerprint) };
  }

  /** Checks run again as often as the manifest says. */
  keepSchedule(): void {
    for (const [name, { every }] of Object.entries(this.#host.plugin.manifest.contributes.checks)) {
      for (const device of Object.keys(this.#options.on.devices)) {
        this.#schedule.push(setInterval(() => void this.#check(name, device), durationSchema.parse(every)));
      }
    }
  }

  /** Pushes what conformance.yaml says, reads it back, puts it back, and looks whether all is as before. */
  async push(): Promise<void> {
    for (const { resource, device, spec } of this.#options.on.pushes) await this.#alone(() => this.#pushAndUndo(resource, device, spec));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const timer of this.#schedule) clearInterval(timer);
    this.#stopped.abort(new Error('a newer build takes its place'));
    await this.#queue.catch(() => undefined);
    await this.#host[Symbol.asyncDispose]();
  }

  /** One call at a time: what the plugin asks for is counted by call. */
  #alone<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    const next = this.#queue.then(run, run);
    this.#queue = next.catch(() => undefined);
    return next;
  }

  #check(name: string, device: string): Promise<DevelopmentRun | null> {
    return this.#run(`check ${name}`, device, async () => this.#tellStray(name, device, await this.#host.check(name, device)), ({ summary, items }) => `${summary}${items.length === 0 ? '' : `, ${items.length === 1 ? '1 item' : `${items.length} items`}`}`, ({ state }: CheckResult) => state);
  }

  /** A metric that the manifest does not declare is left out by the host, without a word to the plugin. */
  #tellStray(name: string, device: string, result: CheckResult): CheckResult {
    const declared = this.#host.plugin.manifest.contributes.checks[name]?.metrics ?? {};
    const measured = new Set([...result.metrics, ...result.items.flatMap(({ metrics = [] }) => metrics)].map((metric) => metric.name));
    for (const metric of measured) {
      if (Object.hasOwn(declared, metric)) continue;
      this.#options.report({ kind: 'log', level: 'warn', device, message: `check ${name} measures ${metric}, which "metrics" of the manifest does not declare: the host leaves it out` });
    }
    return result;
  }

  /** Runs one call and reports it; null when a newer build has taken over meanwhile. */
  #run<Answer>(call: string, device: string, ask: () => Promise<Answer>, say: (answer: Answer) => string, stateOf?: (answer: Answer) => string): Promise<DevelopmentRun | null> {
    return this.#alone(async () => {
      if (this.#stopped.signal.aborted) return null;
      this.#host.forget();
      const begun = performance.now();
      const end = await ask().then(
        (answer) => ({ ending: 'answer' as const, state: stateOf?.(answer) ?? null, summary: say(answer) }),
        (error: unknown) => ({ ending: error instanceof OutcomeError ? 'outcome' as const : 'fault' as const, state: null, summary: errorText(error) }),
      );
      if (this.#stopped.signal.aborted) return null;
      await this.#tellActivation();
      this.#tellLogs();
      const operations = counts(this.#host.operations.map(({ op }) => op));
      const refused = this.#host.refusals.map(({ op, refused: why }) => ({ op, why: why ?? '' }));
      const run: DevelopmentRun = { kind: 'run', call, device, ...end, elapsedMs: performance.now() - begun, operations, refused };
      this.#options.report(run);
      this.#onResult?.();
      this.#onResult = null;
      return run;
    });
  }

  async #pushAndUndo(resource: string, device: string, spec: DevelopmentDevices['pushes'][number]['spec']): Promise<void> {
    const { report } = this.#options;
    if (this.#stopped.signal.aborted) return;
    this.#host.forget();
    try {
      const plan = await this.#host.push(resource, device, spec);
      await this.#host.restore(resource, device, plan);
      const undone = sameData(await this.#host.read(resource, device, plan.key), plan.current);
      report({ kind: 'pushed', resource, device, differences: plan.differences, undone, problem: undone ? null : 'after the undo it does not read as before' });
    } catch (error) {
      report({ kind: 'pushed', resource, device, differences: [], undone: false, problem: errorText(error) });
    }
    this.#tellLogs();
  }

  #tellLogs(): void {
    for (const { level, message, device } of this.#host.logs) {
      if (!inspectorTalk.test(message)) this.#options.report({ kind: 'log', level, message, device });
    }
    this.#host.logs.length = 0;
  }

  /** Once: when and why the process was started, and what of its sandbox is down. */
  async #tellActivation(): Promise<void> {
    if (this.#isActivated) return;
    const facts = await this.#host.facts();
    if (facts === null || facts.activation === null) return;
    this.#isActivated = true;
    const { report } = this.#options;
    const { id, version } = this.#host.plugin;
    report({ kind: 'activated', plugin: id, version, reason: facts.activation.reason, readyMs: facts.activation.readyMs, pid: facts.pid });
    const down = (await surveyFences()).filter(({ name }) => !facts.fences.includes(name)).map(({ name, why, closes, up }) => ({ name, closes, why: up ? reasonDown(name, this.#options) : why }));
    report({ kind: 'fences', down });
  }
}

function reasonDown(name: string, { inspectPort }: DevelopmentHostOptions): string {
  if (name === 'own-user') return 'the plugin\'s folder is closed to other users';
  return inspectPort === undefined ? 'left down' : 'let down for the debugger';
}

/** Tells what happens to the process beside its calls. */
function reporting(supervision: SupervisionOptions, { inspectPort, report }: DevelopmentHostOptions): SupervisionOptions {
  return {
    ...supervision,
    ...(inspectPort === undefined ? {} : { inspectPort }),
    onLog(level, message, data) {
      const [, url] = /^Debugger listening on (ws:\S+)/.exec(message) ?? [];
      if (url !== undefined) report({ kind: 'inspector', url });
      const [, permission, resource = ''] = /^denied: (\w+) ?(.*)$/.exec(message) ?? [];
      if (permission !== undefined) return report({ kind: 'denied', permission, resource });
      supervision.onLog?.(level, message, data);
    },
    onState(from, to, reason) {
      if (to === 'restarting' || to === 'quarantined') report({ kind: 'failed', code: to, message: reason, hint: null });
      supervision.onState(from, to, reason);
    },
  };
}

function counts(names: readonly string[]): OperationCount[] {
  const byName = new Map<string, number>();
  for (const name of names) byName.set(name, (byName.get(name) ?? 0) + 1);
  return Array.from(byName, ([op, count]) => ({ op, count }));
}

function errorText(error: unknown): string {
  if (error instanceof OutcomeError) return `${error.kind}: ${error.message}`;
  if (error instanceof JackfieldError) {
    // A place in a source is where the author goes next; that of a device or plugin the line says already.
    const { file, line } = error.place;
    return `${error.code} ${file === undefined || line === undefined ? '' : `${relative(process.cwd(), file)}:${line} `}${error.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

function identityText(found: Identification): string {
  const { vendor, model, version, serial, name, confidence } = found;
  const facts = [vendor, model, version, serial === null ? null : `serial ${serial}`].filter((fact) => fact !== null);
  return `${facts.join(' ') || found.kind}${name === null ? '' : `, called ${name}`} (${confidence} %)`;
}
