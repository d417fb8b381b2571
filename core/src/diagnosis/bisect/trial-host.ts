import { OutcomeError, type State } from '@jackfield/sdk';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JackfieldError } from '../../errors/index.ts';
import { createHostEvents } from '../../events/index.ts';
import { SandboxedPluginHost, type CallTarget, type PluginCatalogue } from '../../plugins/index.ts';
import type { Configuration } from '../../sites/index.ts';
import { createTransports, type Transports } from '../../transports/index.ts';

/** What a check said, or why it could not look. */
export interface Outcome {
  readonly state: State;
  readonly code: string | null;
  readonly summary: string;
}

/** A check to run in a trial. */
export interface TrialCheck {
  readonly device: CallTarget;
  readonly plugin: string;
  readonly check: string;
  readonly deadlineMs: number;
}

/** Transports of the trials' own: the daemon's sessions, threads and record of host keys are not touched. */
export async function openTrialTransports({ directory, daemon: { stateDirectory } }: Configuration): Promise<{ readonly transports: Transports } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const scratch = await mkdtemp(join(tmpdir(), 'jackfield-bisect-'));
  opening.defer(() => rm(scratch, { recursive: true, force: true }));
  const hostKeys = join(scratch, 'host-keys.json');
  // Keys already seen are known here too; without the record every device is met for the first time.
  await copyFile(join(stateDirectory, 'host-keys.json'), hostKeys).catch(() => undefined);
  const transports = opening.use(createTransports({ directory, stateDirectory, events: createHostEvents(), hostKeys }));
  const opened = opening.move();
  return { transports, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** A host of its own with some of the plugins, for reading phases only: it has no store, no inventory and no lease. */
export class TrialHost implements AsyncDisposable {
  readonly plugins: SandboxedPluginHost;
  readonly #configuration: { current: Configuration };

  constructor(configuration: Configuration, catalogue: PluginCatalogue, transports: Transports) {
    this.#configuration = { current: configuration };
    this.plugins = new SandboxedPluginHost(catalogue, this.#configuration, transports, { recordDeed: async () => undefined }, createHostEvents());
  }

  /** The next calls see this one. */
  configure(configuration: Configuration): void {
    this.#configuration.current = configuration;
  }

  async check({ device, plugin, check, deadlineMs }: TrialCheck, signal?: AbortSignal): Promise<Outcome> {
    try {
      const { state, summary } = await this.plugins.check({ device, plugin, check, deadlineMs, person: 'bisect', ...(signal === undefined ? {} : { signal }) });
      return { state, summary, code: null };
    } catch (error) {
      signal?.throwIfAborted();
      const code = error instanceof OutcomeError || error instanceof JackfieldError ? error.code : 'JF5003';
      return { state: 'unknown', code, summary: error instanceof Error ? error.message : String(error) };
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.plugins[Symbol.asyncDispose]();
  }
}
