import { setTimeout as delay } from 'node:timers/promises';
import { startHost } from '../../../core/dist/host/index.js';
import { startAgent } from '../agent-process.ts';
import { benchConfiguration } from '../configuration.ts';
import type { Figure } from '../figure.ts';
import { usageOf } from '../usage.ts';

const machines = 100;
/** Each check twelve times as often as its manifest says. */
const every = { uptime: '5s', load: '5s', memory: '5s', services: '5s', kernel: '10s', disks: '25s', clock: '25s', raid: '25s', sockets: '25s', logins: '25s', timers: '50s', drives: '150s', certificates: '300s', updates: '30m', support: '1h' };
/** All but the rarest have come in it. */
const seconds = 50;

/** Simulated Linux servers with all their checks: what each costs the host, and how often it goes to the machine. */
export async function gathering(): Promise<Figure[]> {
  await using fleet = await startAgent('linux-machines', [String(machines)]);
  await using written = await benchConfiguration({ sshPort: fleet.port, networks: ['127.97.0.0/24'], plugins: { 'linux-server': {} }, every: { 'linux-server': every }, firstWithin: '5s' });
  await using host = await startHost({ directory: written.directory });
  await host.services.discovery.run({});
  const found = host.services.inventory.devices().length;
  if (found !== machines) throw new Error(`${found} of ${machines} machines were found`);
  // Logins, and the checks that come rarely, are over with the first round.
  await delay(10_000);
  const before = await usageOf(host, 'linux-server');
  await delay(seconds * 1_000);
  const after = await usageOf(host, 'linux-server');
  const runs = after.runs - before.runs;
  return [
    { name: `checks of ${machines} Linux servers`, value: runs / seconds, unit: '/s', note: `${after.skipped - before.skipped} turns passed over` },
    { name: 'round trips over SSH for a check', value: (after.operations - before.operations) / runs, unit: '' },
    { name: 'CPU of a check, all in', value: (after.cpu - before.cpu) / runs, unit: 'ms', note: 'host, its threads and the plugin; the machines are simulated' },
  ];
}
