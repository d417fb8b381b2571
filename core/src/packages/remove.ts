import { notInstalled, stillEnabled } from './errors.ts';
import { PackageChange, withLocked, type PackageNeeds } from './package-changes.ts';
import { disableEverywhere, disablingHint, enabledAt } from './site-edits.ts';

export interface RemoveResult {
  readonly plugin: string;
  readonly version: string;
  /** Files in which it was disabled first. */
  readonly edited: readonly string[];
  readonly taken: boolean;
}

/** Takes a package away, with the version that is kept. One that is enabled only when told so: it is disabled first. */
export async function removePackage(id: string, needs: PackageNeeds & { readonly force: boolean }): Promise<RemoveResult> {
  using change = await PackageChange.begin(needs);
  const { configuration, lock } = change;
  const locked = lock.plugins[id];
  if (locked === undefined) throw notInstalled(`${id} is not installed by "jackfield plugin install"`);
  const noted = { action: 'remove', plugin: id, version: null, before: locked.runs.version, integrity: null } as const;
  return await change.noted(() => noted, async () => {
    const { places } = enabledAt(configuration, id);
    if (places.length > 0 && !needs.force) throw stillEnabled(`${id} is enabled at ${places.join(', ')}`, { place: { plugin: id }, hint: disablingHint(configuration, id) });
    const edits = await disableEverywhere(configuration, id);
    const taken = await change.commit(withLocked(lock, id, null), noted, edits);
    return { plugin: id, version: locked.runs.version, edited: [...edits.keys()], taken };
  });
}
