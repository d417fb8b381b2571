import { readInstalled, releaseFolder } from '../plugins/index.ts';
import { nothingKept, notInstalled } from './errors.ts';
import { PackageChange, withLocked, type PackageNeeds } from './package-changes.ts';
import { tryStart } from './trial-start.ts';

export interface RollbackResult {
  readonly plugin: string;
  readonly version: string;
  readonly before: string;
  readonly granted: { readonly by: string; readonly at: string };
  readonly taken: boolean;
}

/** Goes back to the version that ran before, with the permissions that were granted to it. A second time goes forward again. */
export async function rollbackPackage(id: string, needs: PackageNeeds): Promise<RollbackResult> {
  using change = await PackageChange.begin(needs);
  const locked = change.lock.plugins[id];
  if (locked === undefined) throw notInstalled(`${id} is not installed`);
  const { kept, runs } = locked;
  if (kept === null) throw nothingKept(`of ${id} only ${runs.version} is installed`);
  const noted = { action: 'rollback', plugin: id, version: kept.version, before: runs.version, integrity: kept.integrity } as const;
  const taken = await change.noted(() => noted, async () => {
    change.step('verify');
    // What is wrong with a kept version was wrong before as well, so a commit alone would let it pass.
    const directory = releaseFolder(change.folder, id, kept.version);
    const plugin = await readInstalled({ id, locked, release: kept, directory });
    change.step('start');
    await tryStart(plugin, directory, `; ${runs.version} keeps running`);
    return change.commit(withLocked(change.lock, id, { ...locked, runs: kept, kept: runs }), noted);
  });
  return { plugin: id, version: kept.version, before: runs.version, granted: kept.granted, taken };
}
