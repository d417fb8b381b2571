import { Graph, layout } from '@dagrejs/dagre';
import type { SiteGraph } from './site-graph.ts';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const nodeSize = { width: 190, height: 58 };

/** Where each node stands: what is nearer to the middle above what hangs on it. */
export function spotsOf({ nodes, edges }: SiteGraph): ReadonlyMap<string, Spot> {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 90 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...nodeSize });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  return new Map(nodes.map(({ id }) => {
    const { x = 0, y = 0 } = graph.node(id);
    return [id, { x: x - nodeSize.width / 2, y: y - nodeSize.height / 2 }];
  }));
}
