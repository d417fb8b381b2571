import { setTimeout as delay } from 'node:timers/promises';
import { createSession, Version2c } from 'net-snmp';
import { median, type Figure } from '../figure.ts';
import { MemoryWatch, type Resident } from '../memory-watch.ts';
import { switchColumns } from '../switch-columns.ts';
import { settled, SwitchFleet } from '../switch-fleet.ts';
import { cpuByThread, pluginProcess, usageOf, type Host } from '../usage.ts';
import { exporterScrape } from './exporter.ts';

const first = '127.96.0.1';
const seconds = 15;
const checksPerSecond = 1_000;
const bareLoops = 2_000;

/** CPU of a loop that only asks the same of one switch, with the library that the host uses. */
async function bareLoop(port: number): Promise<number> {
  const session = createSession(first, 'public', { port, version: Version2c });
  const poll = (): Promise<void> => new Promise((resolve, reject) => session.getBulk(Object.values(switchColumns), 0, 34, (error: Error | null) => (error ? reject(error) : resolve())));
  for (let run = 0; run < bareLoops / 4; run += 1) await poll();
  const before = process.cpuUsage();
  for (let run = 0; run < bareLoops; run += 1) await poll();
  const { user, system } = process.cpuUsage(before);
  session.close();
  return (user + system) / 1_000 / bareLoops;
}

interface Measured {
  readonly checks: number;
  /** Milliseconds of CPU for a check, and by thread. */
  readonly cpu: number;
  readonly parts: string;
  readonly skipped: number;
  /** Milliseconds. */
  readonly lag: number;
}

async function measure(host: Host, span: number): Promise<Measured> {
  const plugin = await pluginProcess(host, 'snmp-switch');
  const threads = async (): Promise<ReadonlyMap<string, number>[]> => [await cpuByThread(process.pid), await cpuByThread(plugin)];
  const [before, threadsBefore] = [await usageOf(host, 'snmp-switch'), await threads()];
  const lags: number[] = [];
  const begin = performance.now();
  for (let second = 0; second < span; second += 1) {
    await delay(1_000);
    lags.push(host.services.health.schedule().lagMs.p95);
  }
  const took = (performance.now() - begin) / 1_000;
  const [after, threadsAfter] = [await usageOf(host, 'snmp-switch'), await threads()];
  const runs = after.runs - before.runs;
  const parts = threadsAfter.flatMap((used, side) => [...used].flatMap(([name, ms]) => {
    const each = (ms - (threadsBefore[side]?.get(name) ?? 0)) / runs;
    return each < 0.005 ? [] : [`${side === 0 ? '' : 'plugin’s '}${name} ${each.toFixed(2)}`];
  }));
  return { checks: runs / took, cpu: (after.cpu - before.cpu) / runs, parts: parts.join(', '), skipped: after.skipped - before.skipped, lag: median(lags) };
}

/** Host and plugin together, in bytes as people count them: a gigabyte. */
const mostResident = 1_000_000_000 / 1_048_576;

function residentFigure(name: string, { host, plugin }: Resident): Figure {
  return { name, value: host + plugin, unit: 'MiB', note: `host ${host.toFixed(0)}, plugin ${plugin.toFixed(0)}`, goal: { atMost: Math.floor(mostResident) } };
}

const secondsOf = (count: number): number => Math.max(1, Math.round(count / checksPerSecond));

/** So many switches of 33 ports, a thousand checks a second: scheduled, polled, judged, stored; then some of them dead and slow. */
async function fleet(count: number): Promise<readonly Figure[]> {
  const everySeconds = secondsOf(count);
  await using switches = await SwitchFleet.play(count, everySeconds);
  const bare = await bareLoop(switches.port);
  const exporter = await exporterScrape(first, switches.port);
  const host = await switches.host();
  await using memory = new MemoryWatch(host, 'snmp-switch');
  const { discovery, inventory } = host.services;
  const { elapsedMs, problems } = await discovery.run({});
  // That all of them have one engine id is told too, and is how they are played.
  const [failed] = problems.filter(({ plugin }) => plugin !== null);
  const found = inventory.devices().length;
  const discovering = memory.take();
  await settled(host);
  memory.take();
  const span = Math.max(seconds, 2 * everySeconds);
  const well = await measure(host, span);
  const resident = memory.take();
  switches.trouble();
  await delay(2_000 + everySeconds * 1_000);
  memory.take();
  const troubled = await measure(host, span);
  const of = (name: string): string => `${count.toLocaleString('en')} switches every ${everySeconds} s: ${name}`;
  const share = (lag: number): number => (100 * lag) / (everySeconds * 1_000);
  return [
    { name: of('found'), value: found, unit: `of ${count}`, note: `in ${(elapsedMs / 1_000).toFixed(0)} s, while those found were checked already${failed === undefined ? '' : `; not all could be looked at: ${failed.message}`}`, goal: { atLeast: count } },
    residentFigure(of('resident at most while they are found'), discovering),
    { name: of('checks'), value: well.checks, unit: '/s', goal: { atLeast: 0.99 * (count / everySeconds) } },
    { name: of('CPU of a check, all in'), value: well.cpu, unit: 'ms', note: `33 items, 198 metrics, stored; ${well.parts}`, goal: { atMost: 0.85 } },
    { name: of('the same columns by net-snmp alone'), value: bare, unit: 'ms', note: 'asked of one switch and thrown away' },
    { name: of('check of that'), value: well.cpu / bare, unit: '×' },
    ...(exporter === null ? [] : [
      { name: of('the same columns by Prometheus snmp_exporter'), value: exporter, unit: 'ms', note: 'scraped over HTTP and thrown away' },
      { name: of('check of that'), value: well.cpu / exporter, unit: '×' },
    ]),
    { name: of('p95 of the lag'), value: share(well.lag), unit: '% of the interval', goal: { atMost: 5 } },
    residentFigure(of('resident at most'), resident),
    { name: of('with 10 % dead and 5 % slow, checks'), value: troubled.checks, unit: '/s', note: `${troubled.skipped} turns passed over while one before was not over` },
    { name: of('with 10 % dead and 5 % slow, CPU of a check'), value: troubled.cpu, unit: 'ms', note: troubled.parts },
    { name: of('with 10 % dead and 5 % slow, p95 of the lag'), value: share(troubled.lag), unit: '% of the interval', goal: { atMost: 5 } },
    residentFigure(of('with 10 % dead and 5 % slow, resident at most'), memory.take()),
  ];
}

/** Percent of a core that a fleet takes when it is checked at this interval. */
async function load(count: number, everySeconds: number): Promise<{ readonly percent: number; readonly cpu: number }> {
  await using switches = await SwitchFleet.play(count, everySeconds);
  const host = await switches.host();
  await host.services.discovery.run({});
  await settled(host);
  const { cpu, checks } = await measure(host, 2 * everySeconds);
  return { percent: (cpu * checks) / 10, cpu };
}

/** Fleets of these sizes, one after the other, a thousand checks a second each; then what each takes at the interval of the largest. */
export async function polling(sizes: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const size of sizes) figures.push(...(await fleet(size)));
  if (sizes.length === 1) return figures;
  const everySeconds = secondsOf(Math.max(...sizes));
  let smallest: { readonly percent: number; readonly size: number } | null = null;
  for (const size of sizes.toSorted((one, other) => one - other)) {
    const { percent, cpu } = await load(size, everySeconds);
    const name = `${size.toLocaleString('en')} switches every ${everySeconds} s`;
    figures.push({ name: `${name}: of a core`, value: percent, unit: '%', note: `${cpu.toFixed(2)} ms a check` });
    if (smallest === null) smallest = { percent, size };
    else figures.push({ name: `${name}: of what ${smallest.size.toLocaleString('en')} take, for each switch`, value: percent / size / (smallest.percent / smallest.size), unit: '×', goal: { atMost: 1 } });
  }
  return figures;
}
