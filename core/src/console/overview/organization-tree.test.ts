import { expect, test } from 'vitest';
import { organizationTree, type TreeNode } from './organization-tree.ts';

type State = 'ok' | 'warning' | 'critical';

const titled = (id: string) => ({ id, title: id });
const placed = (id: string) => ({ ...titled(id), zone: null });
const site = (id: string, state: State | null, incidents = 0) => ({
  ...titled(id), region: '', district: '', networks: [], devices: 10, incidents, state, checks: { ok: 3, warning: state === 'warning' ? 1 : 0, critical: state === 'critical' ? 2 : 0, unknown: 0, pending: 0 },
});
const names = (nodes: readonly TreeNode[]): unknown[] => nodes.map(({ title, state, below }) => (below.length === 0 ? `${title} ${state ?? 'none'}` : [`${title} ${state ?? 'none'}`, ...names(below)]));
const regions = [
  { ...titled('north'), districts: [{ ...titled('yorkshire'), sites: [placed('leeds'), placed('york')] }] },
  { ...titled('south'), districts: [{ ...titled('empty'), sites: [] }, { ...titled('west'), sites: [placed('bath'), placed('bristol'), placed('new')] }] },
];
const tree = organizationTree({ regions }, [site('leeds', 'ok'), site('york', 'warning', 1), site('bath', 'ok'), site('bristol', 'critical', 2)], [{ site: 'leeds', score: 90, parts: [] }, { site: 'york', score: null, parts: [] }, { site: 'bristol', score: 40, parts: [] }]);

test('the state of a node is the worst below it, and the worst stand first', () => {
  expect(names(tree)).toEqual([
    ['south critical', ['west critical', 'bristol critical', 'bath ok', 'new none'], 'empty none'],
    ['north warning', ['yorkshire warning', 'york warning', 'leeds ok']],
  ]);
});

test('what lies below is added up; how surely all could be got back is what is least sure', () => {
  expect(tree.map(({ sites, devices, incidents, checks, recoverability }) => [sites, devices, incidents, checks.critical, checks.ok, recoverability])).toEqual([[3, 20, 2, 2, 6, 40], [2, 20, 1, 0, 6, 90]]);
});
