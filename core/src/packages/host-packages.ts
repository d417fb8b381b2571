import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Audit } from '../access/index.ts';
import { listen, type HostEventMap, type HostEvents } from '../events/index.ts';
import { storeOf } from '../plugins/index.ts';
import type { ConfigurationService } from '../sites/index.ts';
import { enablePlugin } from './enable.ts';
import { approvalMissing, changedMeanwhile, notInstalled, nothingWaits, reloadRefused, sourceUnknown } from './errors.ts';
import { examine } from './examine.ts';
import type { Target } from './install-conditions.ts';
import { installFetched, originOf, type GrantQuestion } from './install.ts';
import { listPackages, packageHistory } from './installed.ts';
import type { PackageNeeds } from './package-changes.ts';
import type { Meant, PackageService } from './package-service.ts';
import { previewPackage, registrySettings } from './preview.ts';
import { packageLimits } from './read-tarball.ts';
import { coming, receive } from './receive.ts';
import { removePackage } from './remove.ts';
import { rollbackPackage } from './rollback.ts';
import { fetchFromRegistry, readPackage, registrySpec, type FetchedPackage } from './sources.ts';
import { WaitingPackages, type WaitingPackage } from './waiting-packages.ts';
import { readWaiting, standingOf } from './waiting-standing.ts';

export interface HostPackagesOptions {
  readonly configuration: ConfigurationService;
  readonly events: HostEvents;
  readonly audit: Pick<Audit, 'recordDeed'>;
  readonly now?: () => Date;
  /** Bytes that the disk of a folder has left. */
  readonly room?: (folder: string) => Promise<number>;
}

export async function createPackageService(options: HostPackagesOptions): Promise<PackageService & AsyncDisposable> {
  const waiting = new WaitingPackages(options.configuration.current.daemon.stateDirectory);
  await waiting.open();
  return new HostPackages(options, waiting);
}

class HostPackages implements PackageService, AsyncDisposable {
  readonly #options: HostPackagesOptions;
  readonly #waiting: WaitingPackages;
  readonly #listening: Disposable;
  #last: Promise<unknown> = Promise.resolve();
  #looked: Promise<unknown> = Promise.resolve();
  #tidying: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: HostPackagesOptions, waiting: WaitingPackages) {
    this.#options = options;
    this.#waiting = waiting;
    // What was installed at the machine comes with a configuration that is loaded anew.
    this.#listening = listen(options.events, { 'configuration.reloaded': () => this.#tidySoon() });
    this.#tidySoon();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#listening[Symbol.dispose]();
    await this.#tidying;
  }

  list: PackageService['list'] = () => listPackages(this.#directory);

  history: PackageService['history'] = () => packageHistory(this.#directory);

  /** Not in the queue of what changes something: a registry that answers late is not waited for. One look at a time, for the memory it takes. */
  waiting: PackageService['waiting'] = () => {
    const look = this.#looked.then(() => this.#look());
    this.#looked = look.catch(() => undefined);
    return look;
  };

  receive: PackageService['receive'] = (source, declared) => {
    const { room } = this.#options;
    return receive(source, { folder: this.#waiting.folder, limit: packageLimits.packedBytes, declared, ...(room === undefined ? {} : { room }) });
  };

  offer: PackageService['offer'] = ({ file, bytes, name, person, expected }) => this.#next(async () => {
    // It is moved from there, and no other file is.
    if (dirname(file) !== this.#waiting.folder) throw sourceUnknown(`${name} was not received by this host`);
    const fetched = { whole: await examine(await readPackage(file), name), source: `upload:${name}`, file: name };
    return this.#offered(fetched, { file, bytes, person, expected });
  });

  fetch: PackageService['fetch'] = ({ from, person, expected }) => this.#next(async () => {
    const target = this.#target();
    const meant = from ?? this.#origin(target, expected);
    const spec = registrySpec(meant);
    if (spec === null) throw sourceUnknown(`${meant} is no name of a package`, { hint: 'Name an npm package, or send the file of the package.' });
    const { fetched, bytes } = await fetchFromRegistry(spec, registrySettings(target, this.#now));
    const file = join(this.#waiting.folder, `${coming}${fetched.whole.listHash}`);
    try {
      await writeFile(file, bytes, { mode: 0o600 });
      return await this.#offered(fetched, { file, bytes: bytes.length, person, expected });
    } finally {
      await rm(file, { force: true });
    }
  });

  install: PackageService['install'] = ({ grant, downgrade, before, ...meant }) => this.#next(async () => {
    const waiting = await this.#meant(meant);
    const { plugin, version, change: { added }, problem } = waiting;
    if (problem !== null) throw changedMeanwhile(`another version of ${plugin} runs than it was held against, and: ${problem.message}`, { place: { plugin }, hint: problem.hint });
    if (waiting.before !== before) throw changedMeanwhile(`${waiting.before ?? 'nothing'} of ${plugin} runs by now, and not ${before ?? 'nothing'}`, { place: { plugin }, hint: 'Look at what it asks for over that one, and decide anew.' });
    if (!grant && added.length > 0) throw approvalMissing(`${plugin} ${version} asks for ${added.length === 1 ? 'a permission' : `${added.length} permissions`} that nobody granted`);
    // What was shown is granted, and nothing that came to it since.
    const shown = new Set(added.map(({ words }) => words));
    const consent = async ({ change }: GrantQuestion): Promise<boolean> => change.added.every(({ words }) => shown.has(words));
    const done = await installFetched(await readWaiting(waiting, this.#waiting), { ...this.#needs(meant.person), consent, downgrade });
    await this.#waiting.remove(plugin);
    this.#tell(waiting, 'installed');
    return done;
  });

  refuse: PackageService['refuse'] = (meant) => this.#next(async () => {
    const waiting = await this.#meant(meant);
    await this.#waiting.remove(waiting.plugin);
    this.#tell(waiting, 'refused');
    return waiting;
  });

  rollback: PackageService['rollback'] = (plugin, person) => this.#next(() => rollbackPackage(plugin, this.#needs(person)));

  remove: PackageService['remove'] = (plugin, person, force) => this.#next(() => removePackage(plugin, { ...this.#needs(person), force }));

  enable: PackageService['enable'] = ({ plugin, person, ...asked }) => this.#next(() => enablePlugin(plugin, { ...this.#needs(person), ...asked }));

  get #directory(): string {
    return this.#options.configuration.current.directory;
  }

  get #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  /** One after the other: two packages at once would take the memory of two. */
  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = this.#last.then(work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  #needs(person: string): PackageNeeds {
    const { configuration } = this.#options;
    return {
      directory: this.#directory, person, now: () => this.#now,
      activate: async () => {
        const outcome = await configuration.reload(person);
        if (outcome.kind === 'refused') throw reloadRefused(outcome.errors.map((error) => error.message).join('\n'));
        return true;
      },
    };
  }

  #target(): Target {
    const { current } = this.#options.configuration;
    return { configuration: current, ...storeOf(current) };
  }

  #origin({ lock }: Target, plugin: string | null): string {
    const locked = plugin === null ? undefined : lock.plugins[plugin];
    if (plugin === null || locked === undefined) throw notInstalled(`${plugin ?? 'it'} is not installed`);
    return originOf(plugin, locked);
  }

  async #offered(fetched: FetchedPackage, { file, bytes, person, expected }: { readonly file: string; readonly bytes: number; readonly person: string; readonly expected: string | null }): Promise<WaitingPackage> {
    const preview = await previewPackage(fetched, expected, this.#target(), this.#now);
    const waiting = { ...preview, bytes, source: fetched.source, person, at: this.#now.toISOString(), problem: null };
    await this.#tidy();
    await this.#waiting.keep(waiting, file);
    this.#tell(waiting, 'waiting');
    return waiting;
  }

  /** Those that wait, held against what runs now. What cannot be installed any more says why, until the queue takes it away. */
  async #look(): Promise<readonly WaitingPackage[]> {
    const found: WaitingPackage[] = [];
    for (const kept of await this.#waiting.list()) {
      const { kind, waiting } = await standingOf(kept, this.#waiting, this.#target(), this.#now);
      if (kind !== 'over') found.push(waiting);
    }
    return found;
  }

  /** The same, on disk: only in the queue. What is taken away is told and stands in the audit. */
  async #tidy(): Promise<readonly WaitingPackage[]> {
    const found: WaitingPackage[] = [];
    for (const kept of await this.#waiting.list()) {
      const standing = await standingOf(kept, this.#waiting, this.#target(), this.#now);
      if (standing.kind === 'waits') {
        if (standing.isAnother) await this.#waiting.note(standing.waiting);
        found.push(standing.waiting);
        continue;
      }
      await this.#waiting.remove(kept.plugin);
      this.#tell(kept, 'withdrawn');
      await this.#options.audit.recordDeed({
        person: 'jackfield', action: 'package.withdraw', plugin: kept.plugin, pluginVersion: null, device: null, change: null, outcome: 'done', detail: `${kept.version}: ${standing.why}`, changed: [{ what: 'waiting package', before: `${kept.plugin} ${kept.version}`, after: null }],
      });
    }
    return found;
  }

  #tidySoon(): void {
    void this.#next(() => {
      // What cannot be taken away now (a disk that is full) is, the next time.
      this.#tidying = this.#isClosed ? Promise.resolve() : this.#tidy().catch(() => undefined);
      return this.#tidying;
    });
  }

  async #meant({ plugin, integrity }: Meant): Promise<WaitingPackage> {
    const found = (await this.#tidy()).find((one) => one.plugin === plugin);
    if (found === undefined) throw nothingWaits(`no package of ${plugin} waits`);
    if (found.integrity !== integrity) throw changedMeanwhile(`another package of ${plugin} waits by now: ${found.version}, of ${found.person}`, { place: { plugin }, hint: 'Look at what it asks for, and decide anew.' });
    return found;
  }

  #tell({ plugin, version }: WaitingPackage, state: HostEventMap['package.state']['state']): void {
    this.#options.events.emit('package.state', { plugin, version, state });
  }
}
