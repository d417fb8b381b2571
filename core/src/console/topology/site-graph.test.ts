import { expect, test } from 'vitest';
import { siteGraph } from './site-graph.ts';

const device = (id: string, kind: 'switch' | 'phone' = 'switch', state: 'ok' | 'critical' | null = 'ok') => ({ id, name: `${id}.example`, kind, state });
const end = (id: string, port: string | null, site = 'leeds') => ({ device: id, name: `${id}.example`, site, port, aggregate: null });
const link = (one: ReturnType<typeof end>, other: ReturnType<typeof end>, proof: 'both' | 'one' | 'address' = 'both') => ({ ends: [one, other], proof, protocol: null });

test('links between two devices are one line with all its ports, from the middle outwards', () => {
  const { nodes, edges, unlinked } = siteGraph('leeds', [device('access'), device('core'), device('edge'), device('alone')], [
    link(end('access', '25'), end('core', 'Te1')), link(end('core', 'Te2'), end('access', '26')), link(end('edge', null), end('core', 'Te3'), 'address'), link(end('core', 'Te4'), end('york', 'xe-0', 'york')),
  ]);
  expect(nodes.map(({ id, detail, elsewhere }) => [id, detail, elsewhere])).toEqual([['access', 'switch', false], ['core', 'switch', false], ['edge', 'switch', false], ['york', 'at york', true]]);
  expect(edges.map(({ from, to, title, told }) => [from, to, title, told])).toEqual([['core', 'access', 'Te1 – 25, Te2 – 26', true], ['core', 'edge', 'Te3 – ?', false], ['core', 'york', 'Te4 – xe-0', true]]);
  expect(unlinked.map(({ id }) => id)).toEqual(['alone']);
});

test('many phones at one switch are drawn as one, in the worst of their states', () => {
  const phones = Array.from({ length: 9 }, (_, at) => device(`phone-${at}`, 'phone', at === 4 ? 'critical' : 'ok'));
  const { nodes, edges } = siteGraph('leeds', [device('core'), device('access'), ...phones], [link(end('core', '1'), end('access', '25')), ...phones.map(({ id }, at) => link(end(id, null), end('access', String(at)), 'address'))]);
  expect(nodes.map(({ title, state, device: of }) => [title, state, of])).toEqual([['core.example', 'ok', 'core'], ['access.example', 'ok', 'access'], ['9 × phone', 'critical', null]]);
  expect(edges.map(({ from, to }) => [from, to])).toEqual([['access', 'core'], ['access', 'access/phone']]);
});
