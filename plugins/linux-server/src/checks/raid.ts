import { result, type Check } from '@jackfield/sdk';
import { readArrays } from '../readings/arrays.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** Arrays of md, pools of ZFS and volumes of LVM: whether each is whole. */
export const raid: Check<Settings> = async (context) => {
  const items = readArrays(await gatherTogether(context, 'raid'));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const summary = items.length === 0 ? 'no arrays, pools or volumes' : `${items.length} array${items.length === 1 ? '' : 's'}, pools and volumes whole`;
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : summary, items, [{ name: 'raid.broken', value: bad.length }]);
};
