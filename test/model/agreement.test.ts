import { expect, test } from 'vitest';
import { Random } from '../chaos/random.ts';
import { changes } from './changes.ts';
import { DrivenEngine } from './driven.ts';
import { explore, pathTo, type Event, type Exploration, type Visit } from './explore.ts';

const seed = 20_261_126;
const byChance = 100;

/** How many events led to a state that are no operation going well. */
function disturbances(visit: Visit): number {
  let found = 0;
  for (let at = visit; at.from !== null && found < 2; at = at.from) if (at.by !== null) found += 1;
  return found;
}

/** One fault at each operation of a change that nothing else disturbs, and faults by chance anywhere. */
function pathsOf({ edges }: Exploration): readonly (readonly Event[])[] {
  const random = new Random(seed);
  const pathOf = ({ from, by }: Exploration['edges'][number]): readonly Event[] => [...pathTo(from), by];
  const single = edges.filter(({ from, by }) => disturbances(from) + (by === null ? 0 : 1) === 1).map(pathOf);
  const [first] = edges;
  return first === undefined ? [] : [[], ...single, ...Array.from({ length: byChance }, () => pathOf(random.one(edges, first)))];
}

test.each(changes)('$title: the engine does what the model does, operation by operation', async (change) => {
  const paths = pathsOf(explore(change));
  let compared = 0;
  for (const path of paths) {
    await using engine = new DrivenEngine(change);
    await engine.run(path);
    expect(engine.disagreement, `seed ${seed}`).toBeNull();
    compared += engine.compared;
  }
  process.stdout.write(`${change.title}: ${paths.length} paths, ${compared} operations compared\n`);
}, 180_000);
