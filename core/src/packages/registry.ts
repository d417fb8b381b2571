import { maxSatisfying, prerelease, rcompare, valid, validRange } from 'semver';
import { z } from 'zod';
import { issuesText } from '../errors/index.ts';
import { registryFailed, releaseTooYoung } from './errors.ts';
import { npmSettings } from './npm-settings.ts';
import { temporaryFolder } from './staging.ts';

const packumentSchema = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()).default({}),
  versions: z.record(z.string(), z.object({ dist: z.object({ tarball: z.string(), integrity: z.string() }) })),
  time: z.record(z.string(), z.string()).default({}),
});

export interface RegistrySettings {
  /** Milliseconds a release must be old. */
  readonly minimumAgeMs: number;
  readonly now: Date;
}

export interface FetchedRelease {
  readonly packageName: string;
  readonly version: string;
  readonly bytes: Buffer;
}

/** `@acme/jackfield-plugin-widget@^1.2.0` in two; null when it is no name of a package. */
export function packageSpec(text: string): { readonly name: string; readonly range: string } | null {
  const [, name, range = ''] = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)(?:@([^/\\]*))?$/.exec(text) ?? [];
  return name === undefined ? null : { name, range };
}

/** Milliseconds; one more try, not many: a person waits. */
const patience = { timeout: 60_000, fetchRetries: 1, fetchRetryFactor: 2, fetchRetryMintimeout: 500, fetchRetryMaxtimeout: 2_000 } as const;

const failed = (name: string, cause: unknown): Error =>
  registryFailed(`${name}: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`, { cause });

/** The versions that the range or tag allows, of which the newest is meant. */
function meant({ versions, 'dist-tags': tags }: z.infer<typeof packumentSchema>, range: string): readonly string[] {
  const all = Object.keys(versions).filter((version) => valid(version) !== null);
  const tagged = Object.hasOwn(tags, range) ? tags[range] : undefined;
  if (tagged !== undefined) return all.filter((version) => version === tagged);
  if (range === '' || range === 'latest') return all.filter((version) => prerelease(version) === null);
  return validRange(range) === null ? [] : all.filter((version) => maxSatisfying([version], range) !== null);
}

/**
 * Fetches the newest release that the range allows and that is old enough: what was slipped into a registry is mostly found
 * within days. Scripts are never run; the bytes are those whose hash the registry gives.
 */
export async function fetchRelease({ name, range }: { readonly name: string; readonly range: string }, settings: RegistrySettings): Promise<FetchedRelease> {
  const { minimumAgeMs, now } = settings;
  // Many files, needed by few commands.
  const { default: pacote } = await import('pacote');
  // Nothing is taken from a cache that others may write to.
  await using cache = await temporaryFolder();
  const options = { ...(await npmSettings()), ignoreScripts: true, cache: cache.folder, fullMetadata: true, preferOnline: true, ...patience };
  const found = packumentSchema.safeParse(await pacote.packument(name, options).catch((cause: unknown) => {
    throw failed(name, cause);
  }));
  if (!found.success) throw registryFailed(`${name}: ${issuesText(found.error)}`);
  const candidates = meant(found.data, range).toSorted(rcompare);
  const [newest] = candidates;
  if (newest === undefined) throw registryFailed(`${name} has no version ${range || 'that is not a prerelease'}, it has ${Object.keys(found.data.versions).join(', ')}`);
  // A release whose age nobody tells is young.
  const ageOf = (version: string): number => now.getTime() - (Date.parse(found.data.time[version] ?? '') || now.getTime());
  const version = candidates.find((one) => ageOf(one) >= minimumAgeMs);
  if (version === undefined) {
    throw releaseTooYoung(`${name} ${newest} was released ${found.data.time[newest] || 'at a time that the registry does not tell'}`, {
      hint: `It can be installed from ${new Date(now.getTime() - ageOf(newest) + minimumAgeMs).toISOString()} on; or set minimumReleaseAge in trust.yaml.`,
    });
  }
  const integrity = found.data.versions[version]?.dist.integrity;
  const bytes = await pacote.tarball(`${name}@${version}`, { ...options, integrity }).catch((cause: unknown) => {
    throw failed(`${name} ${version}`, cause);
  });
  return { packageName: name, version, bytes };
}
