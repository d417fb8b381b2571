import { result, Unsupported, type Check, type Item } from '@jackfield/sdk';
import { ageText, hoursSince } from '../age.ts';
import type { Settings } from '../settings.ts';

/** Whether somebody has seen, not too long ago, that the key lies where it outlives the appliance. Only people can say so. */
export const escrow: Check<Settings> = async ({ settings }) => {
  const encrypted = settings.repositories.filter(({ passwordFile }) => passwordFile !== undefined);
  if (encrypted.length === 0) throw new Unsupported('no repository has a key that the settings know of');
  const now = Date.now();
  const items = encrypted.map(({ path: name, escrow: seen }): Item => {
    if (seen === undefined) return { name, state: 'warning', summary: 'Nobody says that its key is kept elsewhere' };
    const age = hoursSince(Date.parse(seen.seenAt), now);
    const isOld = age > settings.escrow.days * 24;
    return { name, state: isOld ? 'warning' : 'ok', summary: `${seen.by} saw its key ${ageText(age)} ago: ${seen.where}`, metrics: [{ name: 'escrow.age', value: age / 24 }] };
  });
  const bad = items.filter(({ state }) => state !== 'ok').length;
  return result.fromItems(bad === 0 ? 'All keys are kept elsewhere' : `${bad} of ${items.length} keys may die with the appliance`, items);
};
