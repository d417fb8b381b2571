import { result, type Check, type Item, type Metric, type State } from '@jackfield/sdk';
import { gather, linesOf } from '../gathering.ts';
import { isPhysical, readBlocks } from '../readings/blocks.ts';
import { readDrives, type Drive } from '../readings/drives.ts';
import type { Settings } from '../settings.ts';

/** Bits of smartctl's exit status, smartctl(8): the first three say that it could not look. */
const bits = { cannotLook: 0b111, failing: 1 << 3, prefail: 1 << 4, wasBad: 1 << 5, errorLog: 1 << 6, selfTest: 1 << 7 } as const;

function judged({ status, isPassed, reallocated, pending, wear }: Drive, levels: Settings['drives']): readonly (readonly [State, string])[] {
  const said = (bit: number, state: State, words: string): (readonly [State, string])[] => ((status & bit) === 0 ? [] : [[state, words]]);
  return [
    ...(isPassed === false ? [['critical', 'says that it fails'] as const] : said(bits.failing, 'critical', 'says that it fails')),
    ...said(bits.prefail, 'warning', 'has values below their limits'),
    ...said(bits.selfTest, 'warning', 'failed a test of its own'),
    ...((pending ?? 0) > 0 ? [['warning', `${pending} sectors cannot be read`] as const] : []),
    ...((reallocated ?? 0) >= levels.reallocatedWarning ? [['warning', `${reallocated} sectors replaced`] as const] : []),
    ...((wear ?? 0) >= levels.wearWarning ? [['warning', `${wear} % worn`] as const] : []),
  ];
}

function itemOf(drive: Drive, levels: Settings['drives']): Item {
  const { name, model, status, isPassed, temperature, reallocated, pending, wear, complaint } = drive;
  const measured: readonly (readonly [string, number | null])[] = [['drive.temperature', temperature], ['drive.reallocated', reallocated], ['drive.pending', pending], ['drive.wear', wear]];
  const metrics = measured.flatMap(([metric, value]): Metric[] => (value === null ? [] : [{ name: metric, value }]));
  // A controller that hides its drives is no drive that fails.
  if ((status & bits.cannotLook) !== 0 && isPassed === null) return { name, state: 'unknown', summary: `smartctl cannot look at it, status ${status}${complaint === null ? '' : `: ${complaint}`}` };
  const found = judged(drive, levels);
  const state: State = found.some(([each]) => each === 'critical') ? 'critical' : found.length > 0 ? 'warning' : 'ok';
  return { name, state, summary: [model ?? 'a drive', ...(found.length === 0 ? ['healthy'] : found.map(([, words]) => words))].join(', '), metrics };
}

/** What the drives say of themselves (SMART). */
export const drives: Check<Settings> = async ({ ssh, settings: { drives: levels } }) => {
  const gathering = await gather(ssh, ['drives']);
  const smart = gathering.sections.get('smart');
  const physical = readBlocks(linesOf(gathering, 'blocks') ?? []).filter(isPhysical);
  if (physical.length === 0) return result.ok('no drives of its own: its disks are those of another machine');
  if (smart === undefined) return result.unknown(`${physical.length} drives, and no smartctl to ask them: install smartmontools`);
  if (smart.status === 77) return result.unknown('root alone may ask the drives: allow smartctl by sudo without a password');
  const items = readDrives(smart.lines).map((drive) => itemOf(drive, levels));
  if (items.length === 0) return result.unknown('smartctl finds no drive', { metrics: [] });
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  return result.fromItems(bad.length > 0 ? bad.slice(0, 3).join('; ') : `${items.length} drive${items.length === 1 ? '' : 's'} healthy`, items);
};
