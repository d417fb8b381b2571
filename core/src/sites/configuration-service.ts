import { watch, type FSWatcher } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import { z } from 'zod';
import { JackfieldError } from '../errors/index.ts';
import type { HostEvents, ToldError } from '../events/index.ts';
import type { Configuration, ConfigurationService, DaemonSettings, ReloadOutcome, ReloadParticipant } from './configuration.ts';
import { etagOf, isLink, textOf } from './configuration-files.ts';
import { ConfigurationRefused, fileNotEditable, fileNotWritten } from './errors.ts';
import { FileConflict, requireSeen, type FileWrite, type FileWritten } from './file-write.ts';
import { loadConfiguration, type LoadOptions } from './load-configuration.ts';
import { sitesFolder } from './read-files.ts';
import { replaceFile } from './replace-file.ts';

export interface ConfigurationServiceOptions extends LoadOptions {
  readonly directory: string;
  readonly events: HostEvents;
  /** Reload when a file of the folder changes. */
  readonly watch?: boolean;
  /** Keeps other programs from writing the files meanwhile; throws while one does. */
  readonly hold?: (stateDirectory: string) => Promise<Disposable>;
}

/** Editors write a file in several steps: a change is taken in when it has been quiet for this long. */
const quietMs = 200;

/** Loads the configuration; throws what is wrong with it. */
export async function createConfigurationService(options: ConfigurationServiceOptions): Promise<ConfigurationService> {
  const service = new ReloadingConfiguration(options, await loadConfiguration(options.directory, options));
  if (options.watch === true) service.watch();
  return service;
}

class ReloadingConfiguration implements ConfigurationService {
  readonly #options: ConfigurationServiceOptions;
  readonly #participants = new Set<ReloadParticipant>();
  #current: Configuration;
  #since = new Date().toISOString();
  #reloading: Promise<unknown> = Promise.resolve();
  #watchers: FSWatcher[] = [];
  #quiet: NodeJS.Timeout | undefined;
  #closed = false;
  #refused = false;

  constructor(options: ConfigurationServiceOptions, current: Configuration) {
    this.#options = options;
    this.#current = current;
  }

  get current(): Configuration {
    return this.#current;
  }

  get settingsSchema(): JsonObject {
    return JSON.parse(JSON.stringify(z.toJSONSchema(z.object(this.#options.schemas ?? {}), { io: 'input', unrepresentable: 'any' })));
  }

  participate(participant: ReloadParticipant): Disposable {
    this.#participants.add(participant);
    return { [Symbol.dispose]: () => void this.#participants.delete(participant) };
  }

  /** One at a time; a caller during a reload gets one that begins after it. */
  reload(person = 'jackfield'): Promise<ReloadOutcome> {
    return this.#inTurn(person, true);
  }

  #inTurn(person: string, asked: boolean): Promise<ReloadOutcome> {
    return this.#next(() => this.#reload(person, asked));
  }

  /** One after the other. */
  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#reloading.then(work);
    this.#reloading = next.catch(() => undefined);
    return next;
  }

  /** Nothing is written that would be refused, and nothing runs that is not written. */
  async #write(write: FileWrite, person: string): Promise<FileWritten> {
    const current = this.#current;
    const { directory, daemon } = current;
    const { file } = write;
    using _held = (await this.#options.hold?.(daemon.stateDirectory)) ?? null;
    const before = await textOf(directory, file);
    requireSeen(write, before);
    const after = write.text(before);
    const written = { file, etag: etagOf(after), before, after, changed: after !== before };
    if (!written.changed) return { ...written, atNextStart: [] };
    if (await isLink(directory, file)) throw fileNotEditable(`${file} is a link`, { place: { file } });
    const next = await this.#judged(new Map([[file, after]]));
    const place = async (): Promise<void> => {
      // Once more: an editor may have saved while all this was looked at.
      if ((await textOf(directory, file)) !== before) throw new FileConflict(file, await textOf(directory, file));
      await placed(directory, file, after);
    };
    await this.#swap(current, next, { place, putBack: () => placed(directory, file, before) });
    this.#since = new Date().toISOString();
    const atNextStart = keptUntilStart(daemon, next.daemon);
    this.#options.events.emit('configuration.reloaded', { sites: next.sites.size, person, atNextStart });
    return { ...written, atNextStart };
  }

  /** The configuration as it will be with these texts. Throws all that is wrong with it. */
  async #judged(instead: ReadonlyMap<string, string>): Promise<Configuration> {
    try {
      return await loadConfiguration(this.#options.directory, { ...this.#options, instead });
    } catch (error) {
      if (!(error instanceof ConfigurationRefused)) throw error;
      throw new ConfigurationRefused([...error.errors, ...(await this.#objections(error.readable)).filter((one) => one instanceof JackfieldError)]);
    }
  }

  write(write: FileWrite, person: string): Promise<FileWritten> {
    return this.#next(() => this.#write(write, person));
  }

  async check(file: string, text: string): Promise<readonly Error[]> {
    try {
      await abandonAll(await prepareAll([...this.#participants], await this.#judged(new Map([[file, text]]))));
      return [];
    } catch (error) {
      return error instanceof ConfigurationRefused ? error.errors : [error instanceof Error ? error : new Error(String(error))];
    }
  }

  watch(): void {
    this.#unwatch();
    const { directory } = this.#current;
    for (const folder of [directory, join(directory, sitesFolder)]) {
      try {
        const watcher = watch(folder, { persistent: false }, () => this.#touched());
        // A folder that is removed ends its watcher; the next reload says what is missing.
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch (error) {
        if (folder === directory) throw error;
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#unwatch();
    clearTimeout(this.#quiet);
    await this.#reloading;
  }

  #unwatch(): void {
    for (const watcher of this.#watchers) watcher.close();
    this.#watchers = [];
  }

  #touched(): void {
    clearTimeout(this.#quiet);
    if (this.#closed) return;
    this.#quiet = setTimeout(() => void this.#inTurn('jackfield', false), quietMs);
    this.#quiet.unref();
  }

  async #reload(person: string, asked: boolean): Promise<ReloadOutcome> {
    const outcome = await this.#attempt(asked);
    const mended = this.#refused;
    this.#refused = outcome.kind === 'refused';
    // The folder of sites may have come or gone.
    if (this.#watchers.length > 0 && !this.#closed) this.watch();
    const { events } = this.#options;
    if (outcome.kind === 'swapped') events.emit('configuration.reloaded', { sites: this.#current.sites.size, person, atNextStart: outcome.atNextStart });
    // A file that was touched and says the same is nobody's news, unless it was wrong before.
    if (outcome.kind === 'unchanged' && (asked || mended)) events.emit('configuration.unchanged', { person, mended });
    if (outcome.kind === 'refused') events.emit('configuration.refused', { errors: outcome.errors.map(told), person });
    return outcome;
  }

  async #attempt(asked: boolean): Promise<ReloadOutcome> {
    const before = this.#current;
    try {
      const next = await loadConfiguration(this.#options.directory, this.#options);
      if (next.etag === before.etag && !(asked && (await this.#isStale(next)))) return { kind: 'unchanged', since: this.#since };
      await this.#swap(before, next);
      this.#since = new Date().toISOString();
      return { kind: 'swapped', configuration: next, atNextStart: keptUntilStart(before.daemon, next.daemon) };
    } catch (error) {
      if (error instanceof ConfigurationRefused) return { kind: 'refused', errors: [...error.errors, ...(await this.#objections(error.readable))] };
      return { kind: 'refused', errors: [error instanceof Error ? error : new Error(String(error))] };
    }
  }

  async #isStale(current: Configuration): Promise<boolean> {
    for (const participant of this.#participants) if ((await participant.isStale?.(current)) === true) return true;
    return false;
  }

  /** What participants have against the part of a refused configuration that can be read: all that is wrong is told at once. */
  async #objections(readable: Configuration | null): Promise<readonly Error[]> {
    if (readable === null) return [];
    const asked = await Promise.allSettled([...this.#participants].map((participant) => participant.prepare(readable)));
    await abandonAll(asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    return asked.flatMap((one) => (one.status === 'rejected' && one.reason instanceof ConfigurationRefused ? one.reason.errors : []));
  }

  /** All participants prepare, then all commit; the first that cannot takes everything back. */
  async #swap(before: Configuration, next: Configuration, files: Placing = nothingToPlace): Promise<void> {
    const participants = [...this.#participants];
    const prepared = await prepareAll(participants, next);
    try {
      await files.place();
    } catch (error) {
      await abandonAll(prepared);
      throw error;
    }
    this.#current = next;
    for (const [index, one] of prepared.entries()) {
      try {
        await one.commit();
      } catch (error) {
        this.#current = before;
        await abandonAll(prepared.slice(index));
        await files.putBack();
        // Those that went over already are led back the same way.
        for (const participant of participants.slice(0, index)) await (await participant.prepare(before)).commit();
        throw error;
      }
    }
  }
}

/** What is done to files between the last question and the first deed, and how it is taken back. */
interface Placing {
  place(): Promise<void>;
  putBack(): Promise<void>;
}

const nothingToPlace: Placing = { place: async () => undefined, putBack: async () => undefined };

async function placed(directory: string, file: string, text: string | null): Promise<void> {
  const path = join(directory, file);
  try {
    if (text === null) await rm(path, { force: true });
    else {
      await mkdir(dirname(path), { recursive: true });
      await replaceFile(path, text);
    }
  } catch (cause) {
    throw fileNotWritten(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file }, hint: 'Check free space, and that the user of the daemon may write the folder.', cause });
  }
}

/** Keys of jackfield.yaml that are read once, when the daemon starts, by the setting they make. */
const readAtStart = {
  state: 'stateDirectory', socket: 'socket', listen: 'listen', log: 'logLevel', simulators: 'simulators',
} as const satisfies { readonly [key: string]: keyof DaemonSettings };

function keptUntilStart(before: DaemonSettings, next: DaemonSettings): string[] {
  return Object.entries(readAtStart).filter(([, setting]) => JSON.stringify(before[setting]) !== JSON.stringify(next[setting])).map(([key]) => key);
}

function told(error: Error): ToldError {
  const { code, where, hint } = error instanceof JackfieldError ? error : { code: 'JF1000', where: '', hint: '' };
  return { code, where, hint, message: error.message };
}

type Prepared = Awaited<ReturnType<ReloadParticipant['prepare']>>;

async function prepareAll(participants: readonly ReloadParticipant[], next: Configuration): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  try {
    for (const participant of participants) prepared.push(await participant.prepare(next));
  } catch (error) {
    await abandonAll(prepared);
    throw error;
  }
  return prepared;
}

async function abandonAll(prepared: readonly Prepared[]): Promise<void> {
  await Promise.allSettled(prepared.toReversed().map((one) => one.abandon()));
}
