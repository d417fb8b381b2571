import { result, type Check, type Item } from '@jackfield/sdk';
import { required } from '../gathering.ts';
import { fits } from '../levels.ts';
import { readTroubles, troubleKinds } from '../readings/kernel.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';

/** What the kernel logged of late: memory that ran out, programs that crashed, disks and hardware with errors. */
export const kernel: Check<Settings> = async (context) => {
  const { settings: { kernel: settings } } = context;
  const gathering = await gatherTogether(context, 'kernel');
  const troubles = readTroubles(required(gathering, 'kernel').filter((line) => !fits(settings.ignore, line)));
  const items = troubleKinds.flatMap(({ kind, title, state }): Item[] => {
    const lines = troubles.get(kind) ?? [];
    return lines.length === 0 ? [] : [{ name: title, state, summary: `${lines.length} line${lines.length === 1 ? '' : 's'}, the last: ${(lines.at(-1) ?? '').slice(0, 200)}` }];
  });
  const count = (kind: string): number => troubles.get(kind)?.length ?? 0;
  const metrics = [
    { name: 'kernel.outOfMemory', value: count('memory') }, { name: 'kernel.crashes', value: count('crash') }, { name: 'kernel.errors', value: count('disk') + count('hardware') + count('stuck') + count('other') },
  ];
  return result.fromItems(items.length === 0 ? `the kernel has no complaint of the last ${settings.window} min` : items.map(({ name, summary }) => `${name}: ${summary}`).join('; ').slice(0, 400), items, metrics);
};
