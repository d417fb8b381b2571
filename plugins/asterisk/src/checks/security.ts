import { result, type Check, type Item, type State } from '@jackfield/sdk';
import { heardOf } from '../heard/heard.ts';
import { notHeard } from '../heard/not-heard.ts';
import type { Settings } from '../settings.ts';

const level = (value: number, warning: number, critical: number): State => (value >= critical ? 'critical' : value >= warning ? 'warning' : 'ok');
const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);

function item(name: string, counts: ReadonlyMap<string, number>, warning: number, critical: number): Item {
  const [[most, count] = ['', 0]] = counts;
  const total = sum(counts);
  const from = total === 0 ? '' : ` from ${counts.size} ${counts.size === 1 ? 'address' : 'addresses'}, most from ${most} (${count})`;
  return { name, state: level(total, warning, critical), summary: `${total}${from}` };
}

/** Failed logins and refused addresses of the last minutes, as the watcher `events` heard them. */
export const security: Check<Settings> = async ({ ami, device, settings: { security: settings } }) => {
  const { listening, failedLogins, refusedAddresses } = heardOf(device.id);
  const [failed, refused] = [failedLogins.within(settings.minutes), refusedAddresses.within(settings.minutes)];
  const items = [
    item('failed logins', failed, settings.failedLoginsWarning, settings.failedLoginsCritical),
    item('refused addresses', refused, settings.refusedWarning, settings.refusedCritical),
  ];
  const metrics = [{ name: 'security.failedLogins', value: sum(failed) }, { name: 'security.refusedAddresses', value: sum(refused) }];
  const summary = `in ${settings.minutes} minutes: failed logins ${items[0]?.summary ?? '0'}; refused addresses ${items[1]?.summary ?? '0'}`;
  // Nothing heard is not nothing happened while nobody listens.
  if (listening === 0 && sum(failed) + sum(refused) === 0) return notHeard(ami, metrics);
  return result.fromItems(summary, items, metrics);
};
