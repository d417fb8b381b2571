import type { Schemas } from '../../api/index.ts';

export type Run = Schemas['DiscoveryRun'];
export type SiteRun = Run['sites'][number];

/** How much of a site is done: asking its addresses is the first half, looking at what answers the second. */
function shareOf({ stage, done, total }: SiteRun): number {
  const part = total === 0 ? 0 : Math.min(1, done / total);
  return stage === 'done' ? 1 : stage === 'identify' ? 0.5 + part / 2 : stage === 'sweep' ? part / 2 : 0;
}

/** Percent of a run that is done. */
export const percentOf = ({ sites }: Pick<Run, 'sites'>): number => (sites.length === 0 ? 0 : Math.round((sites.reduce((sum, site) => sum + shareOf(site), 0) / sites.length) * 100));

/** What a site is at, in words. */
export function stageText({ stage, done, total, addresses }: SiteRun): string {
  if (stage === 'waiting') return 'waits for its turn';
  if (stage === 'done') return `${addresses.toLocaleString('en')} asked`;
  return stage === 'sweep' ? `${done.toLocaleString('en')} of ${total.toLocaleString('en')} asked` : `${addresses.toLocaleString('en')} asked, ${done.toLocaleString('en')} of ${total.toLocaleString('en')} looked at`;
}

/** Devices by plugin, most first. */
export const pluginsText = ({ plugins }: Pick<SiteRun, 'plugins'>): string => Object.entries(plugins).toSorted(([one, count], [other, more]) => more - count || one.localeCompare(other)).map(([plugin, count]) => `${plugin} ${count}`).join(', ');

/** Where a run looks. */
export const whereText = ({ network, site }: Pick<Run, 'network' | 'site'>): string => (network === null ? site ?? 'everywhere' : site === null ? network : `${network} at ${site}`);

export const totalOf = ({ sites }: Pick<Run, 'sites'>, of: (site: SiteRun) => number): number => sites.reduce((sum, site) => sum + of(site), 0);
