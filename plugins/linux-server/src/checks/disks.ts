import { NotReady, result, worst, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import { bytesText, durationText, percentText } from '../amounts.ts';
import { linesOf, required } from '../gathering.ts';
import { fits, stateOf } from '../levels.ts';
import { readFileSystems, type FileSystem } from '../readings/file-systems.ts';
import { gatherTogether } from '../round-trips.ts';
import type { Settings } from '../settings.ts';
import { filled } from './filled.ts';
import { Growth } from './growth.ts';

const growth = new Growth();

function forecastState(seconds: number | null, { forecastWarning, forecastCritical }: Settings['disks']): State {
  if (seconds === null) return 'ok';
  const days = seconds / 86_400;
  return days < forecastCritical ? 'critical' : days < forecastWarning ? 'warning' : 'ok';
}

const isFull = ({ space, isReadOnly }: FileSystem, { warning }: Settings['disks']): boolean => !isReadOnly && space !== null && space.percent >= warning;

function itemOf(disk: FileSystem, fullIn: number | null, by: string | null, settings: Settings['disks']): Item {
  const { mount, space, inodes } = disk;
  if (space === null) return { name: mount, state: 'unknown', summary: 'its use could not be read' };
  // The kernel makes a disk with errors read-only; a file system in memory is never made so.
  const isStuck = disk.isReadOnly && disk.device.startsWith('/dev/') && !fits(settings.readOnly, mount);
  const found: readonly (readonly [State, string])[] = [
    [isStuck ? 'critical' : 'ok', 'read-only'],
    [disk.isReadOnly ? 'ok' : stateOf(space.percent, settings), `${percentText(space.percent)} used, ${bytesText(space.available)} available`],
    [inodes === null || disk.isReadOnly ? 'ok' : stateOf(inodes.percent, { warning: settings.inodesWarning, critical: settings.inodesCritical }), `${percentText(inodes?.percent ?? 0)} of the inodes used`],
    [disk.isReadOnly ? 'ok' : forecastState(fullIn, settings), `full in ${durationText(fullIn ?? 0)} as it grows now`],
  ];
  const state = worst(found.map(([each]) => each));
  const metrics: Metric[] = [
    { name: 'disk.used', value: space.percent },
    { name: 'disk.available', value: space.available },
    ...(inodes === null ? [] : [{ name: 'disk.inodes', value: inodes.percent }]),
    ...(fullIn === null ? [] : [{ name: 'disk.fullIn', value: fullIn }]),
  ];
  const told = found.filter(([each], at) => each !== 'ok' || at === 1).map(([, text]) => text);
  return { name: mount, state, summary: [...told, ...(by !== null && isFull(disk, settings) ? [by] : [])].join(', '), metrics };
}

/** Every local file system: space and inodes in use, whether it can be written, and when it is full. */
export const disks: Check<Settings> = async (context) => {
  const { device, settings } = context;
  const gathering = await gatherTogether(context, 'disks');
  required(gathering, 'mounts');
  const status = gathering.sections.get('df')?.status ?? 127;
  const now = Number.parseInt(linesOf(gathering, 'now')?.[0] ?? '', 10);
  const fullIn = ({ mount, space }: FileSystem): number | null =>
    space === null || Number.isNaN(now) ? null : growth.note(device.id, mount, { at: now, used: space.size - space.available, size: space.size });
  const found = readFileSystems(gathering.sections).filter(({ mount }) => !fits(settings.disks.ignore, mount));
  filled.note(device.id, new Set(found.filter((disk) => isFull(disk, settings.disks)).map(({ mount }) => mount)), gathering.sections.get('filled')?.lines ?? null);
  const items = found.map((disk) => itemOf(disk, fullIn(disk), filled.by(device.id, disk.mount), settings.disks));
  if (items.length > 0 && items.every(({ state }) => state === 'unknown')) {
    throw new NotReady('df did not tell the use of any disk', { hint: status === 124 ? 'It took too long: a disk hangs.' : 'Try "df -P" there.', data: { status } });
  }
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name} ${summary}`);
  const summary = bad.length > 0 ? bad.slice(0, 3).join('; ') : `${items.length} disk${items.length === 1 ? '' : 's'} with room`;
  return result.fromItems(summary, items);
};
