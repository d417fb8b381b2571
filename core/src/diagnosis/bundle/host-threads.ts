import { readdir, readFile } from 'node:fs/promises';

/** One thread of the daemon, as the kernel knows it. */
export interface HostThread {
  readonly name: string;
  /** `R` runs, `S` sleeps, `D` waits for a disk. */
  readonly state: string;
  readonly cpuMs: number;
}

/** The daemon's threads and memory; null when it is gone or is another user's. */
export async function hostThreads(pid: number): Promise<{ readonly rssBytes: number | null; readonly threads: readonly HostThread[] } | null> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => null);
  if (tasks === null) return null;
  const threads = await Promise.all(tasks.map(async (task) => {
    const stat = await readFile(`/proc/${pid}/task/${task}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN);
    return Number.isFinite(ticks) ? [{ name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')), state: fields[0] ?? '?', cpuMs: ticks * 10 }] : [];
  }));
  const resident = Number(/^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))?.[1] ?? Number.NaN);
  return { rssBytes: Number.isFinite(resident) ? resident * 1_024 : null, threads: threads.flat().toSorted((a, b) => b.cpuMs - a.cpuMs) };
}
