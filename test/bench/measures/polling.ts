import { setTimeout as delay } from 'node:timers/promises';
import { createSession, Version2c } from 'net-snmp';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';
import { MemoryWatch, type Resident } from '../memory-watch.ts';
import { switchColumns } from '../switch-columns.ts';
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

/** What is not measured here. */
const others = Object.fromEntries(['lags', 'load', 'poe', 'sensors', 'spanningTree', 'stack', 'traffic', 'uptime'].map((check) => [check, 'off']));
/** Each has a socket for each of its switches. */
const switchesOfAgent = 15_000;

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

/** So many switches of 33 ports, a thousand checks a second: scheduled, polled, judged, stored; then some of them dead and slow. */
async function fleet(count: number): Promise<{ readonly cpu: number; readonly figures: readonly Figure[] }> {
  const everySeconds = Math.max(1, Math.round(count / checksPerSecond));
  await using agents = new AsyncDisposableStack();
  const agent = agents.use(await startAgent('switches', [String(Math.min(count, switchesOfAgent))]));
  const all = [agent];
  for (let before = switchesOfAgent; before < count; before += switchesOfAgent) {
    all.push(agents.use(await startAgent('switches', [String(Math.min(count - before, switchesOfAgent)), '127.96', String(before), String(agent.port)])));
  }
  const prefix = 32 - Math.ceil(Math.log2(count + 2));
  await using written = await benchConfiguration({ snmpPort: agent.port, networks: [`127.96.0.0/${prefix}`], plugins: { 'snmp-switch': {} }, every: { 'snmp-switch': { ports: `${everySeconds}s`, ...others } }, firstWithin: `${everySeconds}s` });
  const bare = await bareLoop(agent.port);
  const exporter = await exporterScrape(first, agent.port);
  await using host = await startHost({ directory: written.directory });
  await using memory = new MemoryWatch(host, 'snmp-switch');
  const { discovery, inventory, health } = host.services;
  const { elapsedMs, problems } = await discovery.run({});
  // That all of them have one engine id is told too, and is how they are played.
  const [failed] = problems.filter(({ plugin }) => plugin !== null);
  const found = inventory.devices().length;
  const discovering = memory.take();
  // Ports are learned in the first round; the second is as all that follow.
  const begun = health.schedule().runs;
  while (health.schedule().runs < begun + 3 * found) await delay(200);
  memory.take();
  const span = Math.max(seconds, 2 * everySeconds);
  const well = await measure(host, span);
  const settled = memory.take();
  for (const one of all) one.tell('trouble');
  await delay(2_000 + everySeconds * 1_000);
  memory.take();
  const troubled = await measure(host, span);
  const of = (name: string): string => `${count.toLocaleString('en')} switches every ${everySeconds} s: ${name}`;
  const share = (lag: number): number => (100 * lag) / (everySeconds * 1_000);
  return {
    cpu: well.cpu,
    figures: [
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
      residentFigure(of('resident at most'), settled),
      { name: of('with 10 % dead and 5 % slow, checks'), value: troubled.checks, unit: '/s', note: `${troubled.skipped} turns passed over while one before was not over` },
      { name: of('with 10 % dead and 5 % slow, CPU of a check'), value: troubled.cpu, unit: 'ms', note: troubled.parts },
      { name: of('with 10 % dead and 5 % slow, p95 of the lag'), value: share(troubled.lag), unit: '% of the interval', goal: { atMost: 5 } },
      residentFigure(of('with 10 % dead and 5 % slow, resident at most'), memory.take()),
    ],
  };
}

/** Fleets of these sizes, one after the other, and how the cost of a check grows from the first to each. */
export async function polling(sizes: readonly number[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  let smallest: { readonly cpu: number; readonly size: number } | null = null;
  for (const size of sizes) {
    const { cpu, figures: of } = await fleet(size);
    figures.push(...of);
    if (smallest === null) smallest = { cpu, size };
    else figures.push({ name: `CPU of a check with ${size.toLocaleString('en')} switches, of one with ${smallest.size.toLocaleString('en')}`, value: cpu / smallest.cpu, unit: '×' });
  }
  return figures;
}
