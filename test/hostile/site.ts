import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { CommandResult, DaemonCommands } from '../../core/src/api/index.ts';
import { ControlClient } from '../../core/src/control/index.ts';
import { Daemon } from '../docs/daemon.ts';

const seriesSchema = z.array(z.tuple([z.string(), z.string(), z.string()]));

/** Of both plugins' checks: the shortest that a manifest may name. */
export const interval = 1_000;

const files: { readonly [file: string]: string } = {
  'jackfield.yaml': `state: var
plugins: [${join(import.meta.dirname, 'site')}]
listen: { address: 127.0.0.1, port: 0 }
simulators: simulators.yaml
`,
  'organization.yaml': `organization: northgate
title: Northgate Housing
settings:
  transports: { snmp: { version: 2c, port: 1161, credentials: gauges, timeoutMs: 500 } }
  health: { firstWithin: 1s, gate: off }
regions: { north: { districts: { yorkshire: {} } } }
`,
  'credentials.yaml': 'gauges: { kind: snmp-community, community: { plain: public } }\n',
  'simulators.yaml': `devices:
  - address: 127.87.1.1
    snmp: { community: public, model: { name: gauge-1, descr: Gauge, objectID: 1.3.6.1.4.1.99999.1, ports: [{ name: '1' }] } }
`,
};

const siteFile = (mischief: string): string => `site: leeds
district: yorkshire
networks: [127.87.1.0/30]
plugins:
  neighbour: { enabled: true }
  hostile: { enabled: true, settings: { mischief: ${mischief} } }
`;

export type Status = CommandResult<'status'>;

/** While a plugin did its mischief: epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The whole daemon with a plugin that behaves and one that does not, both on one device of one site. */
export class HostileSite implements AsyncDisposable {
  readonly #daemon: Daemon;
  readonly #client: ControlClient<DaemonCommands>;

  private constructor(daemon: Daemon) {
    this.#daemon = daemon;
    this.#client = new ControlClient<DaemonCommands>({ socket: join(daemon.folder, 'config/var/jackfield.sock'), person: 'ann' });
  }

  /** Up, its device known to both plugins and checked by both. */
  static async up(): Promise<HostileSite> {
    const daemon = await Daemon.inEmptyFolder();
    await mkdir(join(daemon.folder, 'config/sites'), { recursive: true });
    for (const [file, text] of Object.entries({ ...files, 'sites/leeds.yaml': siteFile('none') })) await writeFile(join(daemon.folder, 'config', file), text);
    daemon.start();
    const site = new HostileSite(daemon);
    await site.until((status) => ['neighbour', 'hostile'].every((id) => (status.plugins.find((plugin) => plugin.id === id)?.calls ?? 0) >= 5));
    return site;
  }

  /** Tells the plugin what to do, and gives it a process to do it with, however it ended before. */
  async mischief(name: string): Promise<void> {
    await writeFile(join(this.#daemon.folder, 'config/sites/leeds.yaml'), siteFile(name));
    await this.#client.call('reload', {});
    await this.#client.call('release', { plugin: 'hostile' });
  }

  /** Resolves when the daemon's status is such. */
  async until(holds: (status: Status) => boolean | Promise<boolean>): Promise<Status> {
    for (;;) {
      const status = await this.#client.call('status', {}).catch(() => null);
      if (status !== null && (await holds(status))) return status;
      await delay(100);
    }
  }

  /** Resolves when the neighbour's check ran as often again, and more is true. */
  async turns(count: number, holds: (status: Status) => boolean | Promise<boolean> = () => true): Promise<Span> {
    const from = Date.now();
    const runs = new Set<string>();
    await this.until(async (status) => {
      const { checks } = await this.#client.call('device', { device: 'gauge-1' });
      const lastRun = checks.find(({ check }) => check === 'steady')?.lastRun ?? null;
      if (lastRun !== null && Date.parse(lastRun) >= from) runs.add(lastRun);
      return runs.size >= count && (await holds(status));
    });
    return { from, to: Date.now() };
  }

  log(): Promise<string> {
    return readFile(join(this.#daemon.folder, 'config/var/jackfield.log'), 'utf8');
  }

  /** The most memory that the host had resident since the last call, in MiB. */
  async peakMiB(): Promise<number> {
    const { pid } = await this.until(() => true);
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    await writeFile(`/proc/${pid}/clear_refs`, '5');
    return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024);
  }

  /** When the neighbour looked at its device with success, as the store has it. */
  async looked(): Promise<readonly number[]> {
    const copy = join(this.#daemon.folder, 'copy.db');
    await this.#client.call('backup', { file: copy });
    const database = new DatabaseSync(copy, { readOnly: true });
    try {
      const rows = database.prepare('SELECT at, sample, series FROM health_poll JOIN health_source AS one ON one.id = source JOIN health_series_list AS named ON named.id = list ORDER BY at').all();
      return rows.flatMap(({ at, sample, series }) => {
        const place = seriesSchema.parse(JSON.parse(String(series))).findIndex(([, metric]) => metric === 'answered');
        // A 1 is written as 4, before or after the time that the run took.
        return sample instanceof Uint8Array && sample.at(place === 0 ? 0 : -1) === 4 ? [Number(at)] : [];
      });
    } finally {
      database.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#daemon[Symbol.asyncDispose]();
  }
}
