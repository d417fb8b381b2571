import { linesOf, type Gathering } from '../gathering.ts';

/** Percent of a second between two looks at /proc/stat. */
export interface CpuUse {
  readonly used: number;
  /** Kept from a virtual machine by the one that it runs on. */
  readonly stolen: number;
}

/** proc(5): user, nice, system, idle, iowait, irq, softirq, steal; guest time is within user. */
function ticks(gathering: Gathering, section: string): readonly number[] {
  const line = linesOf(gathering, section)?.find((each) => each.startsWith('cpu ')) ?? '';
  return line.trim().split(/\s+/).slice(1, 9).map(Number);
}

/** Null where there are no two looks, or no time between them. */
export function readCpuUse(gathering: Gathering): CpuUse | null {
  const [before, after] = [ticks(gathering, 'stat'), ticks(gathering, 'stat-later')];
  if (before.length < 4 || after.length < before.length) return null;
  const spent = before.map((value, at) => Math.max(0, (after[at] ?? 0) - value));
  const all = spent.reduce((sum, value) => sum + value, 0);
  if (!Number.isFinite(all) || all === 0) return null;
  const idle = (spent[3] ?? 0) + (spent[4] ?? 0);
  return { used: ((all - idle) / all) * 100, stolen: ((spent[7] ?? 0) / all) * 100 };
}
