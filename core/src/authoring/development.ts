import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { PluginBuild } from '@jackfield/sdk/build';
import { JackfieldError } from '../errors/index.ts';
import { developmentDevices } from './development-devices.ts';
import type { DevelopmentEvent, ReportDevelopment } from './development-event.ts';
import { DevelopmentHost } from './development-host.ts';
import { packagePrint } from './package-print.ts';
import { watchSaves, type Save } from './saves.ts';
import { checkTypes } from './type-check.ts';

export interface DevelopmentOptions {
  /** Folder of the plugin. */
  readonly directory: string;
  /** A device of conformance.yaml by name, or a file that is or describes one; all of conformance.yaml unless given. */
  readonly device?: string;
  /** Opens the plugin's inspector there; 0 for a free port. */
  readonly inspectPort?: number;
  readonly report: ReportDevelopment;
}

/** A plugin that is being written: built, run in its sandbox before simulated devices, and again at each save. */
export class Development implements AsyncDisposable {
  readonly #directory: string;
  readonly #options: DevelopmentOptions;
  readonly #build: PluginBuild;
  readonly #open = new AsyncDisposableStack();
  #host: DevelopmentHost | null = null;
  #print = '';
  #typing = new AbortController();
  #typed: Promise<void> = Promise.resolve();
  #work: Promise<void> = Promise.resolve();
  #round: Promise<void> = Promise.resolve();
  #isFaulty = false;
  #isOver = false;

  private constructor(options: DevelopmentOptions) {
    this.#directory = resolve(options.directory);
    this.#options = options;
    this.#build = new PluginBuild({ directory: this.#directory, minify: false });
  }

  /** Builds and runs everything once; true when nothing is wrong with the plugin. For CI. */
  static async once(options: DevelopmentOptions): Promise<boolean> {
    await using development = new Development(options);
    await development.#after(() => development.#load(null));
    await development.#round;
    await development.#typed;
    return !development.#isFaulty;
  }

  /** Builds, runs, and goes on at each save until it is disposed. */
  static async start(options: DevelopmentOptions): Promise<Development> {
    const development = new Development(options);
    development.#open.use(watchSaves(development.#directory, (save) => development.#after(() => development.#load(save))));
    await development.#after(() => development.#load(null));
    return development;
  }

  /** Everything that reads, once more. */
  rerun(): Promise<void> {
    return this.#after(async () => this.#host?.runAll());
  }

  /** The pushes of conformance.yaml, each undone. */
  push(): Promise<void> {
    return this.#after(async () => this.#host?.push());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#typing.abort();
    // First what saves come from, then what they began.
    await this.#open.disposeAsync();
    await this.#host?.[Symbol.asyncDispose]();
    await this.#work;
    await this.#typed;
    await this.#host?.[Symbol.asyncDispose]();
    await this.#build[Symbol.asyncDispose]();
  }

  /** One thing after another; what fails is told and ends nothing. */
  #after(run: () => Promise<void>): Promise<void> {
    const before = this.#work;
    const work = async (): Promise<void> => {
      await before;
      try {
        if (!this.#isOver) await run();
      } catch (error) {
        this.#failed(error);
      }
    };
    this.#work = work();
    return this.#work;
  }

  #report(event: DevelopmentEvent): void {
    if ((event.kind === 'built' || event.kind === 'types') && event.complaints.length > 0) this.#isFaulty = true;
    if (event.kind === 'failed' || event.kind === 'denied' || (event.kind === 'idle' && event.faults + event.refused > 0)) this.#isFaulty = true;
    this.#options.report(event);
  }

  #failed(error: unknown): void {
    const code = error instanceof JackfieldError ? error.code : '';
    const where = error instanceof JackfieldError ? error.where : '';
    this.#report({ kind: 'failed', code, message: `${where === '' ? '' : `${where} `}${error instanceof Error ? error.message : String(error)}`, hint: error instanceof JackfieldError ? error.hint : null });
  }

  /** Builds; when there is a new package that fits together, it takes the place of the running one. */
  async #load(save: Save | null): Promise<void> {
    const { complaints, elapsedMs } = await this.#build.build({ load: false });
    // The compiler takes every core there is: the first result of the new code comes before it.
    using _types = { [Symbol.dispose]: () => this.#checkTypes() };
    if (complaints.length > 0) return this.#report({ kind: 'built', elapsedMs, complaints });
    const print = await packagePrint(this.#directory);
    if (save !== null && print === this.#print) return this.#report({ kind: 'unchanged', files: save.files });
    this.#report({ kind: 'built', elapsedMs, complaints });
    this.#print = print;
    await this.#replace(save);
  }

  async #replace(save: Save | null): Promise<void> {
    const { device, inspectPort } = this.#options;
    const old = this.#host;
    this.#host = null;
    const gone = old?.[Symbol.asyncDispose]() ?? Promise.resolve();
    // Two inspectors cannot have one port.
    if (inspectPort !== undefined) await gone;
    try {
      const host = await DevelopmentHost.open({ directory: this.#directory, on: await developmentDevices(this.#directory, device), inspectPort, report: (event) => this.#report(event) });
      this.#host = host;
      if (this.#isOver) return await host[Symbol.asyncDispose]();
      const told = save === null ? null : (): void => this.#report({ kind: 'reloaded', files: save.files, latencyMs: performance.now() - save.at });
      // Not waited for: a device that hangs, or a person at a breakpoint, must not hold up the next save.
      const first = Promise.withResolvers<void>();
      this.#round = host.runAll(() => {
        told?.();
        first.resolve();
      }).catch((error: unknown) => this.#failed(error)).finally(first.resolve);
      host.keepSchedule();
      if (inspectPort === undefined) await first.promise;
    } finally {
      await gone;
    }
  }

  #checkTypes(): void {
    this.#typing.abort();
    this.#typing = new AbortController();
    const { signal } = this.#typing;
    this.#typed = this.#tellTypes(signal);
  }

  async #tellTypes(signal: AbortSignal): Promise<void> {
    const result = await checkTypes(this.#directory, signal);
    if (result !== null && !signal.aborted) this.#report({ kind: 'types', ...result });
  }
}
