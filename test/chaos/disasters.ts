import { setTimeout as delay } from 'node:timers/promises';
import { Lane } from './lane.ts';
import type { Network } from './network.ts';
import { Random } from './random.ts';
import type { Report } from './report.ts';

export interface DisasterOptions {
  readonly seed: number;
  /** How often each of them comes, at another instant of a change. */
  readonly times: number;
  readonly entry?: string | undefined;
  readonly network: (lane: number) => Promise<Network>;
  readonly lane: number;
}

const day = 86_400_000;

/** What a host survives: threads and plugins that die, a clock that jumps, a stop, another host, a full disk. */
export async function runDisasters({ seed, times, entry, network, lane: number }: DisasterOptions, report: Report): Promise<void> {
  const random = new Random(seed);
  const open = async (index: number, plugging: 'sandboxed' | 'in-process'): Promise<Lane> => Lane.open({
    name: `lane ${number + index}`, network: await network(number + index), plugging, entry: plugging === 'sandboxed' ? undefined : entry, report, random,
  });
  await using lane = await open(0, 'in-process');
  for (let time = 0; time < times; time += 1) {
    await lane.disturb('the store thread is killed', (host) => host.tell({ do: 'break', what: 'store' }));
    await lane.goesOn('a killed store thread');
    await lane.disturb('the transport thread is killed', (host) => host.tell({ do: 'break', what: 'transports' }));
    for (const byMs of [day, -2 * day, day]) await lane.disturb(`the clock jumps by ${byMs} ms`, (host) => host.tell({ do: 'clock', byMs }));
    await lane.disturb('the host is stopped and goes on', async (host) => {
      host.signal('SIGSTOP');
      await lane.second();
      await delay(500);
      host.signal('SIGCONT');
    });
    await lane.goesOn('a jump of the clock and a stop');
    await lane.fillDisk(time % 16);
  }
  await lane.inspect();
  await using sandboxed = await open(1, 'sandboxed');
  for (let time = 0; time < times; time += 1) {
    // Plugins that end again and again are started more and more slowly.
    await sandboxed.renew();
    await sandboxed.disturb('the plugins are killed', (host) => host.tell({ do: 'break', what: 'plugins' }));
  }
}
