import { existsSync } from 'node:fs';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { JackfieldError } from '../errors/index.ts';
import { fileListName, pluginComplaints, readCatalogue, storeFolder, type PluginCatalogue } from '../plugins/index.ts';
import { ConfigurationRefused, loadConfiguration, type Configuration, type LockedPlugin, type PluginLock } from '../sites/index.ts';
import { makeStateFolder } from '../store/index.ts';
import { holdStore } from './busy-lock.ts';
import { changedMeanwhile } from './errors.ts';
import { PackageHistory, type HistoryEntry } from './history.ts';
import { lockText, readLockText, writeLock } from './lock-file.ts';
import { replaceFile } from './staging.ts';

/** The steps of a change, in order: what a progress bar shows. */
export const packageSteps = ['fetch', 'verify', 'unpack', 'grant', 'start', 'place', 'lock', 'reload', 'record', 'tidy'] as const;
export type PackageStep = (typeof packageSteps)[number];

export interface PackageNeeds {
  /** Folder of the configuration. */
  readonly directory: string;
  readonly person: string;
  /** Tells a running daemon; false when none runs. Throws what the daemon refuses. */
  readonly activate: () => Promise<boolean>;
  readonly onStep?: (step: PackageStep) => void;
  readonly now?: () => Date;
}

/** How folders are called that something is unpacked into. */
export const incoming = '.incoming-';

type Noted = Pick<HistoryEntry, 'action' | 'plugin' | 'version' | 'before' | 'integrity'>;

/** One change of what is installed, under the lock of the store: all of it happens, or nothing. */
export class PackageChange implements Disposable {
  readonly configuration: Configuration;
  /** Where packages are unpacked to. */
  readonly folder: string;
  readonly history: PackageHistory;
  readonly #needs: PackageNeeds;
  readonly #held: Disposable;
  /** What the lock file says: another one after a commit. */
  #lock: PluginLock;

  private constructor(needs: PackageNeeds, configuration: Configuration, folder: string, held: Disposable) {
    this.#needs = needs;
    this.configuration = configuration;
    this.folder = folder;
    this.history = new PackageHistory(folder);
    this.#held = held;
    this.#lock = configuration.pluginLock;
  }

  /** Takes the store's lock and mends what a command that was killed left behind. */
  static async begin(needs: PackageNeeds): Promise<PackageChange> {
    const first = await loadConfiguration(needs.directory);
    const folder = storeFolder(first.daemon.stateDirectory);
    await makeStateFolder(first.daemon.stateDirectory);
    using holding = new DisposableStack();
    holding.use(await holdStore(folder));
    // Read again under the lock: what counts is how it is now.
    const change = new PackageChange(needs, await loadConfiguration(needs.directory), folder, holding.move());
    try {
      await change.#settle();
      return change;
    } catch (error) {
      change[Symbol.dispose]();
      throw error;
    }
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
  }

  get now(): Date {
    return this.#needs.now?.() ?? new Date();
  }

  get lock(): PluginLock {
    return this.#lock;
  }

  step(step: PackageStep): void {
    this.#needs.onStep?.(step);
  }

  async record(noted: Noted, outcome: HistoryEntry['outcome'], detail: string): Promise<void> {
    await this.history.append({ ...noted, person: this.#needs.person, outcome, detail }, this.now);
  }

  /** Does the work and writes into the history how it ended. */
  async noted<Result>(noted: () => Noted, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      // A disk that is full keeps the record out too: what went wrong first is what counts.
      await this.record(noted(), 'refused', error instanceof JackfieldError ? `${error.code} ${error.message}` : String(error)).catch(() => undefined);
      await this.#tidy(this.lock);
      throw error;
    }
  }

  /**
   * Makes another lock the one that counts, with the files edited that go with it: checked before, taken over by the
   * daemon, and put back as it was when either says no. True when a daemon took it.
   */
  async commit(after: PluginLock, noted: Noted, edits: ReadonlyMap<string, string> = new Map()): Promise<boolean> {
    const before = await readLockText(this.#needs.directory);
    const files = await this.#edit(edits);
    let taken: boolean;
    try {
      await this.#requireSound(after);
      this.step('lock');
      await writeLock(this.#needs.directory, lockText(after));
      this.step('reload');
      taken = await this.#needs.activate();
    } catch (error) {
      await this.#putBack(before, files);
      throw error;
    }
    this.#lock = after;
    this.step('record');
    await this.record(noted, 'done', '');
    this.step('tidy');
    await this.#tidy(after);
    return taken;
  }

  /** Edits a site's file, checked and taken over as a commit is. */
  async edit(edits: ReadonlyMap<string, string>, noted: Noted, detail: string): Promise<boolean> {
    const files = await this.#edit(edits);
    let taken: boolean;
    try {
      await this.#requireSound(this.#lock);
      this.step('reload');
      taken = await this.#needs.activate();
    } catch (error) {
      await this.#putBack(await readLockText(this.#needs.directory), files);
      throw error;
    }
    await this.record(noted, 'done', detail);
    return taken;
  }

  /** Replaces files of the configuration. Returns what they were. */
  async #edit(edits: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    // The edits were made from files as they were when this change began: what somebody saved since is not written over.
    if (edits.size > 0 && (await loadConfiguration(this.#needs.directory)).etag !== this.configuration.etag) {
      throw changedMeanwhile('the configuration was edited while this command ran', { place: { file: [...edits.keys()].join(', ') } });
    }
    const before = new Map<string, string>();
    for (const [file, text] of edits) {
      const path = join(this.#needs.directory, file);
      before.set(file, await readFile(path, 'utf8'));
      await replaceFile(path, text);
    }
    return before;
  }

  async #putBack(lock: string | null, files: ReadonlyMap<string, string>): Promise<void> {
    const { directory } = this.#needs;
    for (const [file, text] of files) await replaceFile(join(directory, file), text);
    if (lock !== (await readLockText(directory)) && lock !== null) await writeLock(directory, lock);
    else if (lock === null) await rm(join(directory, 'plugins.lock.yaml'), { force: true });
  }

  /** As the daemon will judge it, so that without a daemon nothing is written either that none would take. */
  async #requireSound(after: PluginLock): Promise<void> {
    const next = await loadConfiguration(this.#needs.directory);
    if (lockText(next.pluginLock) !== lockText(this.#lock)) throw changedMeanwhile('plugins.lock.yaml was changed by somebody else', { place: { file: 'plugins.lock.yaml' } });
    const read = (lock: PluginLock): Promise<PluginCatalogue> => readCatalogue(next.daemon.plugins, { folder: this.folder, lock });
    const [was, will] = [await read(this.lock), await read(after)];
    const known = new Set([...was.refused.map(({ error }) => error.message), ...pluginComplaints(this.configuration, was).map(({ message }) => message)]);
    const problems = [
      ...will.refused.flatMap(({ error }) => (error instanceof JackfieldError ? [error] : [])),
      ...pluginComplaints(next, will),
    ].filter(({ message }) => !known.has(message));
    if (problems.length > 0) throw new ConfigurationRefused(problems);
  }

  /** Removes what no lock names: half of an unpacking, versions that are neither run nor kept. Nothing that is no package. */
  async #tidy(lock: PluginLock): Promise<void> {
    for (const { name } of (await readdir(this.folder, { withFileTypes: true })).filter((entry) => entry.isDirectory())) {
      const path = join(this.folder, name);
      if (name.startsWith(incoming)) {
        await rm(path, { recursive: true });
        continue;
      }
      const locked = Object.hasOwn(lock.plugins, name) ? lock.plugins[name] : undefined;
      for (const version of await readdir(path)) {
        const release = join(path, version);
        const named = version === locked?.runs.version || version === locked?.kept?.version;
        if (!named && existsSync(join(release, fileListName))) await rm(release, { recursive: true });
      }
      if ((await readdir(path)).length === 0) await rmdir(path);
    }
  }

  async #settle(): Promise<void> {
    await this.#tidy(this.lock);
    const last = new Map<string, { readonly version: string | null; readonly integrity: string | null; readonly gone: boolean }>();
    for (const { plugin, version, integrity, action, outcome } of await this.history.records()) {
      if (plugin !== null && outcome === 'done' && action !== 'enable' && action !== 'disable') last.set(plugin, { version, integrity, gone: action === 'remove' || action === 'gone' });
    }
    const why = 'a command was killed, or plugins.lock.yaml was edited or fetched';
    for (const [plugin, { runs }] of Object.entries(this.lock.plugins)) {
      const known = last.get(plugin);
      if (known?.gone === false && known.version === runs.version && known.integrity === runs.integrity) continue;
      await this.record({ action: 'found', plugin, version: runs.version, before: known?.version ?? null, integrity: runs.integrity }, 'done', why);
    }
    for (const [plugin, { version, gone }] of last) {
      if (!gone && !Object.hasOwn(this.lock.plugins, plugin)) await this.record({ action: 'gone', plugin, version: null, before: version, integrity: null }, 'done', why);
    }
  }
}

/** The lock with another entry for a plugin, or without it. */
export function withLocked(lock: PluginLock, id: string, locked: LockedPlugin | null): PluginLock {
  const others = Object.entries(lock.plugins).filter(([other]) => other !== id);
  return { plugins: Object.fromEntries(locked === null ? others : [...others, [id, locked]]) };
}
