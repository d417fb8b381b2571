import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createSession, Version2c } from 'net-snmp';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import { median, type Figure } from '../figure.ts';
import { switchColumns } from '../switch-columns.ts';
import { pluginProcess, usageOf } from '../usage.ts';
import { exporterScrape } from './exporter.ts';

const first = '127.96.0.1';
const seconds = 15;
const bareLoops = 2_000;

async function residentMiB(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}

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

/** So many switches of 33 ports, each checked so often: scheduled, polled, judged, stored, for a quarter of a minute. */
async function fleet(count: number, everySeconds: number): Promise<Figure[]> {
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
  const { discovery, inventory, health } = host.services;
  await discovery.run({});
  const found = inventory.devices().length;
  // Ports are learned in the first round; the second is as all that follow.
  const begun = health.schedule().runs;
  while (health.schedule().runs < begun + 3 * found) await delay(200);
  const measure = async (): Promise<{ readonly checks: number; readonly cpu: number; readonly skipped: number; readonly lag: number }> => {
    const span = Math.max(seconds, 2 * everySeconds);
    const before = await usageOf(host, 'snmp-switch');
    const lags: number[] = [];
    const begin = performance.now();
    for (let second = 0; second < span; second += 1) {
      await delay(1_000);
      lags.push(health.schedule().lagMs.p95);
    }
    const took = (performance.now() - begin) / 1_000;
    const after = await usageOf(host, 'snmp-switch');
    const runs = after.runs - before.runs;
    return { checks: runs / took, cpu: (after.cpu - before.cpu) / runs, skipped: after.skipped - before.skipped, lag: median(lags) };
  };
  const well = await measure();
  const rss = [process.memoryUsage.rss() / 1_048_576, await residentMiB(await pluginProcess(host, 'snmp-switch'))] as const;
  for (const one of all) one.tell('trouble');
  await delay(2_000 + everySeconds * 1_000);
  const troubled = await measure();
  const of = (name: string): string => `${count.toLocaleString('en')} switches every ${everySeconds} s: ${name}`;
  return [
    { name: of('checks'), value: well.checks, unit: '/s', goal: { atLeast: 0.99 * (count / everySeconds) } },
    { name: of('CPU of a check, all in'), value: well.cpu, unit: 'ms', note: 'host, its threads and the plugin; 33 items, 198 metrics, stored', goal: { atMost: 0.85 } },
    { name: of('the same columns by net-snmp alone'), value: bare, unit: 'ms', note: 'asked of one switch and thrown away' },
    { name: of('check of that'), value: well.cpu / bare, unit: '×' },
    ...(exporter === null ? [] : [
      { name: of('the same columns by Prometheus snmp_exporter'), value: exporter, unit: 'ms', note: 'scraped over HTTP and thrown away' },
      { name: of('check of that'), value: well.cpu / exporter, unit: '×' },
    ]),
    { name: of('p95 of the lag'), value: (100 * well.lag) / (everySeconds * 1_000), unit: '% of the interval', goal: { atMost: 5 } },
    { name: of('resident, host'), value: rss[0], unit: 'MiB' },
    { name: of('resident, plugin'), value: rss[1], unit: 'MiB' },
    { name: of('with 10 % dead and 5 % slow, checks'), value: troubled.checks, unit: '/s', note: `${troubled.skipped} turns passed over while one before was not over` },
    { name: of('with 10 % dead and 5 % slow, p95 of the lag'), value: (100 * troubled.lag) / (everySeconds * 1_000), unit: '% of the interval', goal: { atMost: 5 } },
  ];
}

export const polling = (): Promise<Figure[]> => fleet(1_000, 1);

/** How the cost grows with the fleet; takes a while, so it is measured only when it is named. */
export const largePolling = async (): Promise<Figure[]> => [...(await fleet(10_000, 10)), ...(await fleet(30_000, 30))];
