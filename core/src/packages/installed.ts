import { JackfieldError } from '../errors/index.ts';
import { lockedReleases, readInstalled, storeOf } from '../plugins/index.ts';
import { loadConfiguration } from '../sites/index.ts';
import { PackageHistory, type HistoryRecord } from './history.ts';
import { enabledAt } from './site-edits.ts';

export interface InstalledPackage {
  readonly plugin: string;
  readonly package: string;
  readonly version: string;
  readonly kept: string | null;
  readonly source: string;
  readonly granted: { readonly by: string; readonly at: string };
  /** Sites and devices where it is enabled. */
  readonly enabledAt: readonly string[];
  /** What is wrong with it on disk. */
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** All packages of the lock file, each held against what is on disk. */
export async function listPackages(directory: string): Promise<readonly InstalledPackage[]> {
  const configuration = await loadConfiguration(directory);
  const store = storeOf(configuration);
  return Promise.all(Object.entries(store.lock.plugins).map(async ([plugin, locked]) => {
    const problems = await Promise.all(lockedReleases({ ...store, lock: { plugins: { [plugin]: locked } } }).map((release) => readInstalled(release).then(() => null, (error: unknown) => error)));
    const [problem] = problems.filter((error) => error instanceof JackfieldError);
    return {
      plugin, package: locked.package, version: locked.runs.version, kept: locked.kept?.version ?? null, source: locked.runs.source, granted: locked.runs.granted,
      enabledAt: enabledAt(configuration, plugin).places,
      problem: problem === undefined ? null : { code: problem.code, message: problem.message, hint: problem.hint },
    };
  }));
}

export async function packageHistory(directory: string): Promise<readonly HistoryRecord[]> {
  return new PackageHistory(storeOf(await loadConfiguration(directory)).folder).records();
}
