import type { Configuration } from '../sites/index.ts';
import { didYouMean } from '../sites/index.ts';
import { placeUnknown } from './errors.ts';

/** A node of the organization's tree. A district belongs to one region, a site to one district. */
export type TreeNode =
  | { readonly level: 'organization' }
  | { readonly level: 'region' | 'district' | 'site'; readonly id: string };

export type Tree = Pick<Configuration, 'organization' | 'sites'>;

export const wholeOrganization: TreeNode = { level: 'organization' };

export const siteNode = (id: string): TreeNode => ({ level: 'site', id });

/** As people write it: `organization`, `site:leeds`. */
export function nodeText(node: TreeNode): string {
  return node.level === 'organization' ? 'organization' : `${node.level}:${node.id}`;
}

/** The node of a text that `nodeText` wrote; null for any other. */
export function nodeOf(text: string): TreeNode | null {
  if (text === 'organization') return wholeOrganization;
  const [, level, id] = /^(region|district|site):(.+)$/.exec(text) ?? [];
  return id !== undefined && (level === 'region' || level === 'district' || level === 'site') ? { level, id } : null;
}

function nodesOf({ organization, sites }: Tree): readonly (TreeNode & { readonly level: 'region' | 'district' | 'site' })[] {
  return [
    ...organization.regions.flatMap(({ id, districts }) => [{ level: 'region' as const, id }, ...districts.map((district) => ({ level: 'district' as const, id: district.id }))]),
    ...[...sites.keys()].map((id) => ({ level: 'site' as const, id })),
  ];
}

/** The node that is meant: `leeds` where one node only is called so, else `site:leeds`. A coded error for none, or several. */
export function nodeMeant(asked: string, tree: Tree): TreeNode {
  if (asked === 'organization') return wholeOrganization;
  const all = nodesOf(tree);
  const found = all.filter((node) => nodeText(node) === asked || node.id === asked);
  const [first] = found;
  if (first === undefined) {
    const meant = didYouMean(asked, all.map(({ id }) => id));
    throw placeUnknown(`there is no site, district or region ${asked}`, meant === null ? {} : { hint: `Did you mean ${meant}?` });
  }
  if (found.length > 1) throw placeUnknown(`${asked} is the name of ${found.length} places`, { hint: `Say which: ${found.map(nodeText).join(', ')}.` });
  return first;
}

/** The node and all that it lies in, up to the organization; only the organization for a place that the tree does not have any more. */
export function around(node: TreeNode, tree: Tree): readonly TreeNode[] {
  if (node.level === 'organization') return [wholeOrganization];
  if (node.level === 'site') {
    const site = tree.sites.get(node.id);
    return site === undefined ? [wholeOrganization] : [node, { level: 'district', id: site.district }, { level: 'region', id: site.region }, wholeOrganization];
  }
  const region = tree.organization.regions.find(({ id, districts }) => (node.level === 'region' ? id === node.id : districts.some((district) => district.id === node.id)));
  if (region === undefined) return [wholeOrganization];
  return node.level === 'region' ? [node, wholeOrganization] : [node, { level: 'region', id: region.id }, wholeOrganization];
}
