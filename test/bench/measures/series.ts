import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthMigrations } from '../../../core/dist/health/index.js';
import { Samples } from '../../../core/dist/health/samples/index.js';
import type { CheckOrder } from '../../../core/dist/health/scheduled-check.js';
import { openStore } from '../../../core/dist/store/index.js';
import { median, type Figure } from '../figure.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const metrics = ['in', 'out', 'inErrors', 'outErrors', 'inDiscards', 'outDiscards'];
/** Octets of each minute at most, by port: a few are busy, some idle, most quiet; errors stand still. */
const trafficOf = (port: number): number => (port % 8 === 0 ? 400_000_000 : port % 3 === 0 ? 0 : 2_000_000);

function orderOf(device: string): CheckOrder {
  return {
    key: `${device}/snmp-switch/ports`, plugin: 'snmp-switch', check: 'ports', title: 'Ports', turn: `${device}/snmp-switch`, interval: 60_000, units: new Map(metrics.map((metric) => [metric, 'octets'])),
    device: { id: device, name: device, site: 'leeds', kind: 'switch', address: '', addresses: [], vendor: null, model: null, os: null, version: null, serial: null, labels: {}, plugins: [], keys: [], interfaces: [], neighbours: [], firstSeen: '', lastSeen: '' },
    settings: { gate: 'off', retry: 0, attempts: 1, deadline: 0, firstWithin: 0, perDevice: 1, gateEvery: 0 },
  };
}

async function openSamples(folder: string): Promise<{ readonly store: Awaited<ReturnType<typeof openStore>>; readonly samples: Samples }> {
  const store = await openStore({ file: join(folder, 'bench.db'), migrations: healthMigrations });
  const samples = new Samples(store);
  await samples.load();
  return { store, samples };
}

const retention = { samplesDays: 7, rollupsDays: 400 };
const epoch = Math.floor(1_700_000_000_000 / dayMs) * dayMs;

/** Twenty switches of 33 ports, a minute between their runs, for three hours: what it takes on the disk, all of SQLite's own counted. */
async function bytesOnDisk(folder: string): Promise<Figure> {
  const { store, samples } = await openSamples(folder);
  const ports = Array.from({ length: 33 }, (_, port) => `Gi1/0/${port}`);
  const shape = { metrics: [], items: ports, sets: [metrics], of: ports.map(() => 0) };
  const switches = Array.from({ length: 20 }, (_, number) => ({ order: orderOf(`switch-${number}`), counters: ports.flatMap(() => metrics.map(() => Math.floor(Math.random() * 1e12))) }));
  let taken = 0;
  for (let minute = 0; minute < 180; minute += 1) {
    await store.write(switches.flatMap(({ order, counters }) => {
      counters.forEach((value, at) => (counters[at] = value + (at % 6 < 2 ? Math.floor(Math.random() * trafficOf(Math.floor(at / 6))) : 0)));
      taken += counters.length;
      return samples.take(order, { ...shape, values: counters }, epoch + minute * 60_000, 12).statements;
    }));
  }
  await samples.tidy(epoch + 3 * hourMs, retention);
  await store.backup(join(folder, 'copy.db'));
  await store[Symbol.asyncDispose]();
  return { name: 'disk for a sample, an hour and more after it was taken', value: (await stat(join(folder, 'copy.db'))).size / taken, unit: 'bytes', note: 'counters of switches; the whole database, by its samples', goal: { atMost: 2 } };
}

/** A year of a check that runs every five minutes, of ten series. */
async function yearOfSeries(folder: string): Promise<Figure> {
  const { store, samples } = await openSamples(folder);
  const order = orderOf('switch');
  const shape = { metrics: [], items: ['Gi1', 'Gi2'], sets: [metrics], of: [0, 0] };
  for (let day = 0; day < 365; day += 1) {
    const statements = Array.from({ length: 288 }, (_, run) => samples.take(order, { ...shape, values: Array.from({ length: 12 }, () => Math.random()) }, epoch + day * dayMs + run * 300_000, 12).statements);
    await store.write(statements.flat());
    await samples.tidy(epoch + (day + 1) * dayMs, retention);
  }
  const times: number[] = [];
  for (let time = 0; time < 20; time += 1) {
    const begin = performance.now();
    const { length } = await samples.read('switch', 'in', 'Gi1', epoch, epoch + 365 * dayMs);
    times.push(performance.now() - begin);
    if (length < 364 * 24) throw new Error(`${length} averages of a year`);
  }
  await store[Symbol.asyncDispose]();
  return { name: 'a year of a series read', value: median(times), unit: 'ms', note: 'taken every five minutes, read as averages of each hour', goal: { atMost: 20 } };
}

export async function series(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [bytesOnDisk, yearOfSeries]) {
    const folder = await mkdtemp(join(tmpdir(), 'jackfield-bench-'));
    try {
      figures.push(await measure(folder));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return figures;
}
