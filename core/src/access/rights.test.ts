import { expect, test } from 'vitest';
import { both, mayAt, nodeMeant, nodeText, requireRole, rightsOf, siteNode, wholeOrganization, type Binding } from './index.ts';
import type { Tree } from './tree-node.ts';

const site = (id: string, district: string, region: string) => [id, { id, title: id, region, district, networks: [], devices: [], file: '' }] as const;
const tree: Tree = {
  organization: { id: 'acme', title: 'Acme', regions: [
    { id: 'north', title: 'North', districts: [{ id: 'yorkshire', title: 'Yorkshire' }, { id: 'york', title: 'York' }] },
    { id: 'south', title: 'South', districts: [{ id: 'avon', title: 'Avon' }] },
  ] },
  sites: new Map([site('leeds', 'yorkshire', 'north'), site('york', 'york', 'north'), site('bristol', 'avon', 'south')]),
};
const bound = (...bindings: readonly Binding[]) => rightsOf(bindings, tree);

test('a role holds for all that lies under its node, and nowhere else', () => {
  const north = bound({ role: 'operator', at: { level: 'region', id: 'north' } });
  expect(['leeds', 'york', 'bristol', null].map((id) => mayAt(north, 'operator', id))).toEqual([true, true, false, false]);
  expect(['leeds', 'york', 'bristol'].map((id) => mayAt(bound({ role: 'viewer', at: { level: 'district', id: 'yorkshire' } }), 'viewer', id))).toEqual([true, false, false]);
  expect(['leeds', 'bristol', null].map((id) => mayAt(bound({ role: 'viewer', at: wholeOrganization }), 'viewer', id))).toEqual([true, true, true]);
});

test('the highest role of all that hold counts, and includes those below it', () => {
  const rights = bound({ role: 'viewer', at: wholeOrganization }, { role: 'manager', at: siteNode('leeds') });
  expect(rights.roleAt(siteNode('leeds'))).toBe('manager');
  expect(rights.roleAt(siteNode('york'))).toBe('viewer');
  expect(mayAt(rights, 'approver', 'leeds')).toBe(true);
  expect(() => requireRole(rights, 'operator', siteNode('york'))).toThrow('this takes the role operator at site:york; viewer is held there');
});

test('a site that is gone gives nothing to whom was bound to it', () => {
  const rights = bound({ role: 'admin', at: siteNode('hull') });
  expect([mayAt(rights, 'viewer', 'hull'), mayAt(rights, 'viewer', null)]).toEqual([false, false]);
});

test('a token never does more than who made it', () => {
  const rights = both(bound({ role: 'admin', at: wholeOrganization }), bound({ role: 'operator', at: siteNode('leeds') }));
  expect([rights.roleAt(siteNode('leeds')), rights.roleAt(siteNode('york')), rights.roleAt(wholeOrganization)]).toEqual(['operator', null, null]);
});

test('a place is named as people say it, and told apart where two have the name', () => {
  expect(nodeText(nodeMeant('leeds', tree))).toBe('site:leeds');
  expect(nodeText(nodeMeant('organization', tree))).toBe('organization');
  expect(nodeText(nodeMeant('site:york', tree))).toBe('site:york');
  expect(() => nodeMeant('york', tree)).toThrow('york is the name of 2 places');
  expect(() => nodeMeant('leads', tree)).toThrow('there is no site, district or region leads');
});
