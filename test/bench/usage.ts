import { readFile } from 'node:fs/promises';
import type { startHost } from '../../core/dist/host/index.js';

type Host = Awaited<ReturnType<typeof startHost>>;

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
