import { minimumReleaseAgeMs } from '../sites/index.ts';
import { contributionChange, type ContributionChange } from './contributions.ts';
import { unpack } from './examine.ts';
import { isOlder, requireFree, runningBefore, type Target } from './install-conditions.ts';
import { permissionChange, type PermissionChange } from './permission-words.ts';
import type { RegistrySettings } from './registry.ts';
import type { FetchedPackage } from './sources.ts';
import { temporaryFolder } from './staging.ts';
import { decideTrust, type Proof } from './trust-decision.ts';

/** What an installation would do. */
export interface Preview {
  readonly plugin: string;
  readonly package: string;
  readonly title: string;
  readonly version: string;
  /** Null when the plugin is new here. */
  readonly before: string | null;
  readonly proof: Proof;
  readonly change: PermissionChange;
  readonly contributions: ContributionChange;
  readonly files: number;
  readonly integrity: string;
  /** It is older than what runs. */
  readonly older: boolean;
}

/** Looks at a package as an installation does, and changes nothing: whole, trusted, free to be installed. Its code is not run. */
export async function previewPackage(fetched: FetchedPackage, expected: string | null, target: Target, now: Date): Promise<Preview> {
  const { whole: { list, files, signatures, integrity }, file } = fetched;
  const proof = decideTrust(list.package, signatures, target.configuration.trust, now, file);
  await requireFree(fetched, expected, target);
  const locked = target.lock.plugins[list.plugin] ?? null;
  const before = await runningBefore(list.plugin, locked, target.folder);
  await using staging = await temporaryFolder();
  const plugin = await unpack({ files, list }, staging.folder, file);
  return {
    plugin: list.plugin, package: list.package, title: plugin.manifest.title, version: list.version, before: locked?.runs.version ?? null, proof, change: permissionChange(before, plugin), contributions: contributionChange(before, plugin),
    files: list.files.length, integrity, older: isOlder(list.version, locked),
  };
}

/** What a registry is asked by. */
export const registrySettings = ({ configuration: { trust } }: Pick<Target, 'configuration'>, now: Date): RegistrySettings => ({ minimumAgeMs: minimumReleaseAgeMs(trust), now });
