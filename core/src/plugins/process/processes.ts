import { readFile } from 'node:fs/promises';

/** The last process of a chain of wrappers: the plugin itself under bubblewrap's own. */
export async function innermost(pid: number): Promise<number> {
  for (let current = pid, depth = 0; depth < 8; depth += 1) {
    const children = await readFile(`/proc/${current}/task/${current}/children`, 'utf8').catch(() => '');
    const child = Number(children.trim().split(' ')[0] ?? '');
    if (!Number.isInteger(child) || child <= 0) return current;
    current = child;
  }
  return pid;
}

/** Bytes resident, shared pages counted whole; null when the process is gone. Cheap: 20 µs. */
export async function residentBytes(pid: number): Promise<number | null> {
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  const pages = Number(statm.split(' ')[1] ?? Number.NaN);
  return Number.isFinite(pages) ? pages * 4_096 : null;
}

export interface MemoryShare {
  /** Proportional set size: shared pages divided among those who share them. */
  readonly pssBytes: number;
  /** Unique set size: what ends with the process. */
  readonly ussBytes: number;
}

export async function memoryShare(pid: number): Promise<MemoryShare | null> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? Number.NaN);
  const pss = kilobytes('Pss');
  if (!Number.isFinite(pss)) return null;
  return { pssBytes: pss * 1_024, ussBytes: (kilobytes('Private_Clean') + kilobytes('Private_Dirty')) * 1_024 };
}

/** What the process is doing: CPU time used in milliseconds, and whether it runs or sleeps. */
export async function activity(pid: number): Promise<{ readonly cpuMs: number; readonly running: boolean } | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything, a closing parenthesis too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN);
  return Number.isFinite(ticks) ? { cpuMs: ticks * 10, running: fields[0] === 'R' } : null;
}
