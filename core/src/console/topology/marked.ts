import { radiusWords, type Mark } from '../parts/index.ts';
import type { GraphNode } from './site-graph.ts';

/** What becomes of a node, by word and by how it is drawn. */
export interface Marked {
  readonly mark: Mark;
  readonly words: string;
}

const order: readonly Mark[] = ['risk', 'way', 'service'];

/** One that stands for several says how many of them it is about; nothing where nothing becomes of them. */
export function markedOf({ members }: Pick<GraphNode, 'members'>, marks: ReadonlyMap<string, Mark>): Marked | null {
  const own = members.flatMap((one) => marks.get(one) ?? []);
  const mark = order.find((one) => own.includes(one));
  if (mark === undefined) return null;
  const alike = own.filter((one) => one === mark).length;
  return { mark, words: members.length === 1 ? radiusWords.marks[mark] : `${alike} of ${members.length}: ${radiusWords.marks[mark]}` };
}
