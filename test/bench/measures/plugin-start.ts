import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Duplex } from 'node:stream';
import { readCatalogue, superviseProcess, type InstalledPlugin } from '../../../core/dist/plugins/index.js';
import { median, type Figure } from '../figure.ts';

const rounds = 9;
const device = { id: 'd', name: 'd', site: 's', address: '192.0.2.1', vendor: null, model: null, os: null, version: null, serial: null, labels: {} };

/** What a process that does nothing does: it says when its loop runs, as a plugin does when it is ready, on the same kind of channel. */
const ready = `import { writeSync } from 'node:fs';\nsetImmediate(() => writeSync(3, '.'));\n`;

/** Milliseconds from the start of a process that may do nothing, and does nothing, until its loop runs. */
async function bareChild(file: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--permission', `--allow-fs-read=${file}`, file], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const channel = child.stdio[3];
  if (!(channel instanceof Duplex)) throw new TypeError('the channel of a process is a socket');
  await once(channel, 'data');
  const ms = performance.now() - startedAt;
  await ended;
  return ms;
}

async function uniqueMegabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = ['Private_Clean', 'Private_Dirty'].map((name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? Number.NaN));
  return kilobytes.reduce((sum, part) => sum + part, 0) / 1_024;
}

/** Milliseconds from a first call to an active plugin, and what memory is its alone. */
async function start({ id, directory, entry, manifest, points }: InstalledPlugin): Promise<{ readonly ms: number; readonly megabytes: number }> {
  const { discovery, checks, resources, watchers, notifiers } = manifest.contributes;
  const active = Promise.withResolvers<number>();
  const startedAt = performance.now();
  await using plugin = superviseProcess({
    id, directory, entry: entry ?? '', points,
    declared: { discovery: Object.keys(discovery), checks: Object.keys(checks), resources: Object.keys(resources), watchers: Object.keys(watchers), notifiers: Object.keys(notifiers) },
    onState: (_from, to, reason) => {
      if (to === 'active') active.resolve(performance.now());
      if (to === 'restarting' || to === 'quarantined') active.reject(new Error(`${id}: ${reason}`));
    },
  });
  const handlers = { operate: async () => 'null', subscribe: async function* () {}, log: () => undefined, watch: () => undefined };
  // A check that is not there is refused by a plugin that is: no more than the start is measured.
  const invocation = { phase: 'check', kind: 'checks', name: 'none', device, settings: {}, input: {}, deadlineMs: 10_000 } as const;
  const called = plugin.invoke(invocation, handlers, 'bench').catch(() => undefined);
  const ms = (await active.promise) - startedAt;
  await called;
  const { pid } = await plugin.facts();
  return { ms, megabytes: await uniqueMegabytes(pid ?? 0) };
}

/** The bundled plugins beside a bare `node --permission`, in turn. */
export async function pluginStart(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-bench-'));
  const nothing = join(folder, 'ready.mjs');
  await writeFile(nothing, ready);
  const { plugins } = await readCatalogue([resolve(import.meta.dirname, '../../../plugins')]);
  const coded = plugins.filter(({ entry }) => entry !== null);
  const bare: number[] = [];
  const started = new Map(coded.map(({ id }) => [id, { ms: [] as number[], megabytes: [] as number[] }]));
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareChild(nothing));
    for (const plugin of coded) {
      const { ms, megabytes } = await start(plugin);
      started.get(plugin.id)?.ms.push(ms);
      started.get(plugin.id)?.megabytes.push(megabytes);
    }
  }
  await rm(folder, { recursive: true });
  const figures: Figure[] = [{ name: 'a bare node --permission', value: median(bare), unit: 'ms', note: `start until its loop runs, ${rounds} rounds in turn` }];
  for (const [id, { ms, megabytes }] of started) {
    figures.push(
      { name: `${id}: first call to active`, value: median(ms), unit: 'ms' },
      { name: `${id}: of a bare child`, value: median(ms.map((value, round) => value / (bare[round] ?? Number.NaN))), unit: '×', goal: { atMost: 2 } },
      { name: `${id}: memory of its own (USS)`, value: median(megabytes), unit: 'MiB', goal: { atMost: 20 } },
    );
  }
  return figures;
}
