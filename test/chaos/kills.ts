import { Lane, type Kill } from './lane.ts';
import { Random } from './random.ts';
import type { Report } from './report.ts';

export interface KillOptions {
  readonly seed: number;
  /** At random instants, beside those at every write of the journal. */
  readonly kills: number;
  /** Whether each write of the journal is a point to kill at, before and after; else so many of them. */
  readonly points: 'all' | number;
  readonly lanes: number;
  /** No more is begun after it, in epoch milliseconds. */
  readonly until: number;
  readonly onProgress: (done: number, of: number) => void;
}

/** Kills hosts at every point of the journal and at random instants, on several networks side by side. */
export async function runKills({ seed, kills, points, lanes, until, onProgress }: KillOptions, report: Report): Promise<void> {
  const random = new Random(seed);
  let queue: Kill[] | null = null;
  let all = 0;
  const fill = (writes: number): Kill[] => {
    const everyPoint = Array.from({ length: writes }, (_, write) => (['before', 'after'] as const).map((when): Kill => ({ at: { write, when } }))).flat();
    const chosen = points === 'all' ? everyPoint : Array.from({ length: points }, () => random.one(everyPoint, { during: 'apply', part: 0.5 }));
    const filled = [...chosen, ...Array.from({ length: kills }, (): Kill => ({ during: random.next() < 0.08 ? 'plan' : 'apply', part: random.next() * 1.05 }))];
    all = filled.length;
    return filled;
  };
  await Promise.all(Array.from({ length: lanes }, async (_, number) => {
    const { lane, writes } = await Lane.open(number + 1, report, new Random(seed + number + 1));
    await using closing = lane;
    queue ??= fill(writes);
    for (let kill = queue.shift(); kill !== undefined && Date.now() < until; kill = queue.shift()) {
      await closing.kill(kill);
      onProgress(all - queue.length, all);
    }
    report.note('temporary files left on devices', lane.network.litter().length);
  }));
}
