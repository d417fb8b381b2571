import { isDeepStrictEqual } from 'node:util';
import { saidAt, type ConfigurationService, type KeyEdit } from '../sites/index.ts';
import type { StoredRollout, StoredSite } from './rollout-store.ts';

export interface PutBack {
  readonly edits: readonly KeyEdit[];
  /** What somebody wrote since, one line each: it stays. */
  readonly left: readonly string[];
}

/** What puts a site back: only the keys of which its file still says what the rollout wrote. */
export async function putBack(configuration: Pick<ConfigurationService, 'current'>, { set }: StoredRollout, { site, said }: StoredSite): Promise<PutBack> {
  const before = said ?? [];
  if (!configuration.current.sites.has(site)) return { edits: [], left: [`${site} is not there any more`] };
  const now = new Map((await saidAt(configuration, { level: 'site', site }, before.map(({ key }) => key))).map(({ key, value }) => [key, value]));
  const keys = before.map(({ key, isSet, value }) => ({ key, now: now.get(key), was: isSet ? value : undefined, wrote: set.findLast((one) => one.key === key)?.value }));
  // What says already what it said before was not written yet, or is put back.
  const altered = keys.filter((one) => !isDeepStrictEqual(one.now, one.was));
  return {
    edits: altered.filter((one) => isDeepStrictEqual(one.now, one.wrote)).map(({ key, was }) => ({ key, value: was })),
    left: altered.filter((one) => !isDeepStrictEqual(one.now, one.wrote)).map(({ key }) => `${site}: ${key} was changed since`),
  };
}
