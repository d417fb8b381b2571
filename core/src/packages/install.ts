import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { releaseFolder, requireUntouched } from '../plugins/index.ts';
import { minimumReleaseAgeMs, type LockedPlugin, type LockedRelease } from '../sites/index.ts';
import { isDowngrade, notGranted, notInstalled, sourceUnknown, storeNotWritten } from './errors.ts';
import { unpack } from './examine.ts';
import type { HistoryEntry } from './history.ts';
import { isOlder, requireFree, runningBefore } from './install-conditions.ts';
import { incoming, PackageChange, withLocked, type PackageNeeds } from './package-changes.ts';
import { permissionChange, type PermissionChange } from './permission-words.ts';
import type { RegistrySettings } from './registry.ts';
import { fetchPackage, type FetchedPackage } from './sources.ts';
import { syncFolder, temporaryFolder } from './staging.ts';
import { tryStart } from './trial-start.ts';
import { decideTrust, type Proof } from './trust-decision.ts';

/** What a person must grant before a version runs. */
export interface GrantQuestion {
  readonly plugin: string;
  readonly version: string;
  /** Null when the plugin is new here. */
  readonly before: string | null;
  readonly proof: Proof;
  readonly change: PermissionChange;
}

export interface InstallNeeds extends PackageNeeds {
  readonly consent: (question: GrantQuestion) => Promise<boolean>;
  /** An older version than the one that runs is meant. */
  readonly downgrade?: boolean;
}

export interface InstallResult {
  readonly plugin: string;
  readonly package: string;
  readonly version: string;
  readonly before: string | null;
  readonly proof: Proof;
  readonly change: PermissionChange;
  readonly files: number;
  readonly integrity: string;
  readonly kept: string | null;
  /** `unchanged`: it ran already. */
  readonly outcome: 'installed' | 'unchanged';
  /** A daemon runs it already. */
  readonly taken: boolean;
}

/** Installs a package from a folder, a file or the registry: as the first version of its plugin, or over the one before. */
export async function installPackage(from: string, needs: InstallNeeds): Promise<InstallResult> {
  using change = await PackageChange.begin(needs);
  // Awaited: the store is held until all is done.
  return await new Installation(change, needs).run((settings) => fetchPackage(from, settings), null);
}

/** Installs a package that was fetched before. */
export async function installFetched(fetched: FetchedPackage, needs: InstallNeeds): Promise<InstallResult> {
  using change = await PackageChange.begin(needs);
  return await new Installation(change, needs).run(async () => fetched, null);
}

/** Goes over to the newest version of where a plugin came from, or to the one at `from`. */
export async function upgradePackage(id: string, from: string | null, needs: InstallNeeds): Promise<InstallResult> {
  using change = await PackageChange.begin(needs);
  const locked = change.lock.plugins[id];
  if (locked === undefined) throw notInstalled(`${id} is not installed`);
  return await new Installation(change, needs, id).run((settings) => fetchPackage(from ?? originOf(id, locked), settings), id);
}

/** Where the newest version of an installed plugin is. */
export function originOf(id: string, { package: name, runs: { source } }: LockedPlugin): string {
  if (source.startsWith('npm:')) return name;
  if (source.startsWith('upload:')) throw sourceUnknown(`${id} ${source.slice('upload:'.length)} was sent to this host as a file`, { hint: `Name the file of the new version: jackfield plugin upgrade ${id} FILE` });
  return source.replace(/^file:/, '');
}

type Fetch = (settings: RegistrySettings) => Promise<FetchedPackage>;

class Installation {
  readonly #change: PackageChange;
  readonly #needs: InstallNeeds;
  #noted: Pick<HistoryEntry, 'action' | 'plugin' | 'version' | 'before' | 'integrity'>;

  /** Until the package is there, all that is known is which plugin an upgrade was asked for. */
  constructor(change: PackageChange, needs: InstallNeeds, id: string | null = null) {
    this.#change = change;
    this.#needs = needs;
    this.#noted = { action: id === null ? 'install' : 'upgrade', plugin: id, version: null, before: id === null ? null : (change.lock.plugins[id]?.runs.version ?? null), integrity: null };
  }

  run(fetch: Fetch, expected: string | null): Promise<InstallResult> {
    return this.#change.noted(() => this.#noted, () => this.#install(fetch, expected));
  }

  async #install(fetch: Fetch, expected: string | null): Promise<InstallResult> {
    const change = this.#change;
    const { trust } = change.configuration;
    change.step('fetch');
    const fetched = await fetch({ minimumAgeMs: minimumReleaseAgeMs(trust), now: change.now });
    const { list, files, signatures, integrity } = fetched.whole;
    const before = change.lock.plugins[list.plugin] ?? null;
    this.#noted = { action: before === null || before.runs.version === list.version ? 'install' : 'upgrade', plugin: list.plugin, version: list.version, before: before?.runs.version ?? null, integrity };
    change.step('verify');
    const proof = decideTrust(list.package, signatures, trust, change.now, fetched.file);
    await requireFree(fetched, expected, change);
    if (before !== null && isOlder(list.version, before) && this.#needs.downgrade !== true) throw isDowngrade(`${list.plugin} runs in ${before.runs.version}, this is ${list.version}`, { place: { file: fetched.file } });
    const folder = releaseFolder(change.folder, list.plugin, list.version);
    const told = { plugin: list.plugin, package: list.package, version: list.version, before: before?.runs.version ?? null, proof, files: list.files.length, integrity };
    const whole = await requireUntouched(folder, fetched.whole.listHash).then(() => true, () => false);
    if (before?.runs.version === list.version && whole) {
      return { ...told, change: { added: [], removed: [], same: [] }, kept: before.kept?.version ?? null, outcome: 'unchanged', taken: false };
    }

    change.step('unpack');
    await using staging = await temporaryFolder(change.folder, incoming);
    const plugin = await unpack({ files, list }, staging.folder, fetched.file);
    change.step('grant');
    // What runs or is kept was granted already: it is only put in place again.
    const known = [before?.runs, before?.kept].find((release) => release?.files === fetched.whole.listHash);
    const permissions = permissionChange(known ? plugin : await runningBefore(list.plugin, before, change.folder), plugin);
    const granted = known?.granted ?? (await this.#granted({ plugin: list.plugin, version: list.version, before: told.before, proof, change: permissions }, before));
    change.step('start');
    await tryStart(plugin, fetched.file, before === null ? '; it is not installed' : `; ${before.runs.version} keeps running`);
    change.step('place');
    if (!whole) await putInPlace(staging.folder, folder);
    const runs: LockedRelease = { version: list.version, source: fetched.source, integrity, files: fetched.whole.listHash, permissions: plugin.permissionsHash, granted };
    const kept = before === null ? null : before.runs.version === list.version ? before.kept : before.runs;
    const taken = await change.commit(withLocked(change.lock, list.plugin, { package: list.package, runs, kept }), this.#noted);
    return { ...told, change: permissions, kept: kept?.version ?? null, outcome: 'installed', taken };
  }

  async #granted(question: GrantQuestion, before: LockedPlugin | null): Promise<LockedRelease['granted']> {
    if (before !== null && question.change.added.length === 0) return before.runs.granted;
    if (question.change.added.length > 0 && !(await this.#needs.consent(question))) {
      throw notGranted(`${question.plugin} ${question.version} asks for ${question.change.added.length === 1 ? 'a permission' : `${question.change.added.length} permissions`} that nobody granted`);
    }
    return { by: this.#needs.person, at: this.#change.now.toISOString() };
  }
}

/** Puts an unpacked package where it is run from, as a whole. What stood there was broken. */
async function putInPlace(staging: string, folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true });
    if (await access(folder).then(() => true, () => false)) {
      const broken = join(dirname(dirname(folder)), `${incoming}broken-${process.pid}`);
      await rename(folder, broken);
      await rm(broken, { recursive: true });
    }
    await rename(staging, folder);
    await syncFolder(dirname(folder));
    await syncFolder(dirname(dirname(folder)));
  } catch (cause) {
    throw storeNotWritten(`${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { place: { file: folder }, cause });
  }
}
