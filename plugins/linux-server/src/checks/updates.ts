import { result, type Check, type Item, type Metric } from '@jackfield/sdk';
import { durationText } from '../amounts.ts';
import { gather } from '../gathering.ts';
import { readUpdates, type Updates } from '../readings/updates.ts';
import type { Settings } from '../settings.ts';

function listItem({ cacheAge }: Updates, settings: Settings['updates']): Item {
  const name = 'package lists';
  if (cacheAge === null) return { name, state: 'unknown', summary: 'the machine has none: it does not know of updates' };
  const isOld = cacheAge > settings.maxCacheAge * 3_600;
  return { name, state: isOld ? 'unknown' : 'ok', summary: `fetched ${durationText(cacheAge)} ago` };
}

function pendingItem({ pending }: Updates, settings: Settings['updates']): Item {
  if (pending === null) return { name: 'updates', state: 'unknown', summary: 'could not be determined' };
  const isMany = settings.warning > 0 && pending.length >= settings.warning;
  return { name: 'updates', state: isMany ? 'warning' : 'ok', summary: `${pending.length} wait` };
}

function securityItem({ security }: Updates, settings: Settings['updates']): Item[] {
  if (security === null) return [];
  const names = security.length === 0 ? '' : `: ${security.slice(0, 5).join(', ')}${security.length > 5 ? ', …' : ''}`;
  return [{ name: 'security', state: security.length > 0 ? settings.security : 'ok', summary: `${security.length} security updates wait${names}` }];
}

/**
 * Updates that wait, those that mend weaknesses apart, and whether a restart is due. Nothing is fetched: old lists know
 * of no updates, so that their age decides whether the answer counts.
 */
export const updates: Check<Settings> = async ({ ssh, settings: { updates: settings } }) => {
  const found = readUpdates(await gather(ssh, ['updates']));
  const items: Item[] = [
    ...securityItem(found, settings),
    pendingItem(found, settings),
    listItem(found, settings),
    { name: 'restart', state: found.isRebootNeeded ? settings.reboot : 'ok', summary: found.isRebootNeeded ? 'needed' : 'not needed' },
  ];
  const measured: readonly (readonly [string, number | undefined | null])[] = [
    ['updates.pending', found.pending?.length], ['updates.security', found.security?.length], ['updates.cacheAge', found.cacheAge],
  ];
  const metrics = measured.flatMap(([name, value]): Metric[] => (value === undefined || value === null ? [] : [{ name, value }]));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => (name === 'security' ? summary : `${name} ${summary}`));
  const security = found.security === null ? '' : `, ${found.security.length} of them for security`;
  return result.fromItems(bad.length > 0 ? bad.join('; ') : `${found.pending?.length ?? 0} updates wait${security}`, items, metrics);
};
