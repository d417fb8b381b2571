import { readdir, readFile } from 'node:fs/promises';
import type { startHost } from '../../core/dist/host/index.js';

export type Host = Awaited<ReturnType<typeof startHost>>;

/** Milliseconds of CPU so far, by the name of the thread. */
export async function cpuByThread(pid: number): Promise<ReadonlyMap<string, number>> {
  const used = new Map<string, number>();
  for (const thread of await readdir(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    // One that ended meanwhile has nothing to tell.
    const [name, spent] = await Promise.all([readFile(`${folder}/comm`, 'utf8'), readFile(`${folder}/schedstat`, 'utf8')]).catch(() => ['', '']);
    const key = thread === String(pid) ? 'main thread' : name.trim();
    if (spent !== '') used.set(key, (used.get(key) ?? 0) + Number(spent.split(' ')[0]) / 1_000_000);
  }
  return used;
}

/** What a host has done and used so far. */
export interface Usage {
  readonly runs: number;
  readonly skipped: number;
  /** Operations of devices that the plugin asked for. */
  readonly operations: number;
  /** Milliseconds, of host and plugin. */
  readonly cpu: number;
}

export async function pluginProcess({ services }: Host, plugin: string): Promise<number> {
  return (await services.plugins.status()).find(({ id }) => id === plugin)?.pid ?? 0;
}

export async function usageOf(host: Host, plugin: string): Promise<Usage> {
  const { user, system } = process.cpuUsage();
  const stat = await readFile(`/proc/${await pluginProcess(host, plugin)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const { runs, skipped } = host.services.health.schedule();
  const { operations } = (await host.services.plugins.status()).find(({ id }) => id === plugin) ?? { operations: 0 };
  return { runs, skipped, operations, cpu: (user + system) / 1_000 + (Number(fields[11]) + Number(fields[12])) * 10 };
}
