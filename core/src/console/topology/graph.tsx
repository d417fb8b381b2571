import { Group, Text, useComputedColorScheme } from '@mantine/core';
import { Background, Controls, Handle, Position, ReactFlow, type Edge, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { IconAlertTriangle, IconPhoneOff, IconUnlink } from '@tabler/icons-react';
import { useMemo } from 'react';
import { StateBadge, type Mark } from '../parts/index.ts';
import classes from './graph.module.css';
import { spotsOf } from './layout.ts';
import { markedOf, type Marked } from './marked.ts';
import type { GraphNode, SiteGraph } from './site-graph.ts';

export interface GraphProps {
  readonly graph: SiteGraph;
  readonly chosen: string | null;
  /** What becomes of devices without what is chosen, or if a plan goes wrong. */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly onChoose: (device: string) => void;
}

interface NodeData extends Record<string, unknown> {
  readonly node: GraphNode;
  readonly chosen: boolean;
  readonly marked: Marked | null;
}

type Drawn = Node<NodeData, 'device'>;

const nodeTypes = { device: DrawnDevice };

/** The devices of a site and what connects them. The list beside it says the same. */
export default function Graph({ graph, chosen, marks, onChoose }: GraphProps) {
  const colorMode = useComputedColorScheme('light');
  const spots = useMemo(() => spotsOf(graph), [graph]);
  const nodes = useMemo(() => graph.nodes.map((node): Drawn => {
    const marked = markedOf(node, marks);
    return {
      id: node.id, type: 'device', position: spots.get(node.id) ?? { x: 0, y: 0 }, connectable: false, data: { node, chosen: node.id === chosen, marked },
      ariaLabel: `${node.title}, ${marked === null ? '' : `${marked.words}, `}${node.detail}, ${node.state ?? 'no checks'}`,
    };
  }), [graph, spots, chosen, marks]);
  const edges = useMemo(() => graph.edges.map(({ id, from, to, title, told }): Edge => ({
    id, source: from, target: to, ...(title === '' ? {} : { label: title }), ...(told ? {} : { style: { strokeDasharray: '5 4' } }), focusable: false,
    labelStyle: { fontSize: 10, fill: 'var(--mantine-color-text)' }, labelBgStyle: { fill: 'var(--panel)' },
  })), [graph]);
  return (
    <div className={classes.place ?? ''}>
      <ReactFlow
        nodes={nodes} edges={edges} nodeTypes={nodeTypes} colorMode={colorMode} fitView fitViewOptions={{ maxZoom: 1.1 }} minZoom={0.1} nodesDraggable={false} nodesConnectable={false} deleteKeyCode={null} zoomOnScroll={false} panOnScroll={false} preventScrolling={false}
        onNodeClick={(_event, { data: { node } }) => {
          if (node.device !== null) onChoose(node.device);
        }}
      >
        <Background /><Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}

function DrawnDevice({ data: { node: { title, detail, state, elsewhere }, chosen, marked } }: NodeProps<Drawn>) {
  const own = [state === 'critical' || state === 'warning' ? classes[state] : '', elsewhere ? classes.elsewhere : '', chosen ? classes.chosen : '', marked === null ? '' : classes[marked.mark]];
  return (
    <div className={[classes.node, ...own].join(' ')}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <Text size="sm" fw={600} title={title}>{title}</Text>
      <Group justify="space-between" wrap="nowrap" gap={4}>{marked === null ? <Text size="xs" c="dimmed" truncate>{detail}</Text> : <Words of={marked} />}{elsewhere ? null : <StateBadge state={state} />}</Group>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}

const signs = { risk: IconAlertTriangle, way: IconUnlink, service: IconPhoneOff };

function Words({ of: { mark, words } }: { readonly of: Marked }) {
  const Sign = signs[mark];
  return <Group gap={4} wrap="nowrap" miw={0}><Sign size={13} aria-hidden style={{ flexShrink: 0 }} /><Text size="xs" fw={600} truncate>{words}</Text></Group>;
}
