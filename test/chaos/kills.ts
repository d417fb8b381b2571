import { Lane, type Kill, type Work, type Writes } from './lane.ts';
import type { Network } from './network.ts';
import type { Plugging } from './orders.ts';
import { Random } from './random.ts';
import type { Report } from './report.ts';

export interface KillOptions {
  readonly seed: number;
  /** At random instants, beside those at the writes of the journal. */
  readonly kills: number;
  /** Whether each write of the journal is a point to kill at, before and after; else so many of them. */
  readonly points: 'all' | number;
  readonly lanes: number;
  readonly plugging: Plugging;
  readonly entry?: string;
  /** The devices of a lane, by its number from 1. */
  readonly network: (lane: number) => Promise<Network>;
  readonly onProgress: (done: number, of: number) => void;
}

const works: readonly Work[] = ['change', 'failing', 'undo'];

/** Before and after each write, for every work that writes. */
function pointsOf(writes: Writes): readonly Kill[] {
  const points = (count: number): readonly { readonly write: number; readonly when: 'before' | 'after' }[] => Array.from({ length: count }, (_, write) => (['before', 'after'] as const).map((when) => ({ write, when }))).flat();
  return [...works.flatMap((work) => points(writes[work]).map((at): Kill => ({ work, at }))), ...points(writes.recovery).map((recovery): Kill => ({ recovery }))];
}

/** Kills hosts at every point of the journal and at random instants, on several networks side by side. */
export async function runKills({ seed, kills, points, lanes, plugging, entry, network, onProgress }: KillOptions, report: Report): Promise<void> {
  const random = new Random(seed);
  const possible = (writes: Writes): readonly Work[] => works.filter((work) => writes[work] > 0);
  const instant = (writes: Writes): Kill => {
    const work = random.next() < 0.7 ? 'change' : random.one(possible(writes), 'change');
    return { work, during: work === 'change' && random.next() < 0.08 ? 'plan' : 'apply', part: random.next() * 1.05 };
  };
  let filled: { readonly queue: Kill[]; readonly all: number } | null = null;
  const fill = (writes: Writes): NonNullable<typeof filled> => {
    const everyPoint = pointsOf(writes);
    report.note('points of the journal', everyPoint.length);
    const chosen = points === 'all' ? everyPoint : Array.from({ length: points }, () => random.one(everyPoint, { work: 'change', during: 'apply', part: 0.5 }));
    const queue = [...chosen, ...Array.from({ length: kills }, () => instant(writes))];
    return { queue, all: queue.length };
  };
  await Promise.all(Array.from({ length: lanes }, async (_, index) => {
    const number = index + 1;
    await using lane = await Lane.open({ name: `lane ${number}`, network: await network(number), plugging, entry, report, random: new Random(seed + number) });
    const measured = await lane.measure();
    const { queue, all } = (filled ??= fill(measured));
    for (let kill = queue.shift(); kill !== undefined; kill = queue.shift()) {
      await lane.kill(kill);
      onProgress(all - queue.length, all);
    }
    await lane.inspect();
  }));
}
