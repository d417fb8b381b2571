import type { Schemas } from '../api/index.ts';
import { bySeverity, type State } from '../parts/index.ts';

type Counts = Schemas['Site']['checks'];

/** A node of the organization, with all that lies below it added up. */
export interface TreeNode {
  readonly id: string;
  readonly title: string;
  /** The worst below; null where nothing was looked at. */
  readonly state: State | null;
  readonly sites: number;
  readonly devices: number;
  readonly incidents: number;
  readonly checks: Counts;
  /** How surely the worst site below could get back what it loses, in percent; null where no check tells. */
  readonly recoverability: number | null;
  /** The worst first. */
  readonly below: readonly TreeNode[];
}

const collator = new Intl.Collator('en', { numeric: true });

const worstFirst = (nodes: readonly TreeNode[]): readonly TreeNode[] =>
  nodes.toSorted((a, b) => bySeverity(a.state, b.state) || b.incidents - a.incidents || collator.compare(a.title, b.title));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function above({ id, title }: { readonly id: string; readonly title: string }, children: readonly TreeNode[]): TreeNode {
  const below = worstFirst(children);
  const scores = below.flatMap(({ recoverability }) => recoverability ?? []);
  const count = (state: keyof Counts): number => sum(below.map(({ checks }) => checks[state]));
  return {
    id, title, below, state: below[0]?.state ?? null, sites: sum(below.map(({ sites }) => sites)), devices: sum(below.map(({ devices }) => devices)), incidents: sum(below.map(({ incidents }) => incidents)),
    checks: { ok: count('ok'), warning: count('warning'), critical: count('critical'), unknown: count('unknown'), pending: count('pending') }, recoverability: scores.length === 0 ? null : Math.min(...scores),
  };
}

const nothing: Counts = { ok: 0, warning: 0, critical: 0, unknown: 0, pending: 0 };

/** Regions with their districts and sites: the state of each is the worst below it, and the worst stand first. */
export function organizationTree({ regions }: Pick<Schemas['Organization'], 'regions'>, sites: readonly Schemas['Site'][], scores: Schemas['Recoverability']): readonly TreeNode[] {
  const known = new Map(sites.map((site) => [site.id, site]));
  const score = new Map(scores.map((one) => [one.site, one.score]));
  return worstFirst(regions.map((region) => above(region, region.districts.map((district) => above(district, district.sites.map(({ id, title }): TreeNode => {
    const site = known.get(id);
    return { id, title, state: site?.state ?? null, sites: 1, devices: site?.devices ?? 0, incidents: site?.incidents ?? 0, checks: site?.checks ?? nothing, recoverability: score.get(id) ?? null, below: [] };
  }))))));
}
