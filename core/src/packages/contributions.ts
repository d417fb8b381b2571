import type { InstalledPlugin } from '../plugins/index.ts';

export const contributionKinds = ['discovery', 'check', 'resource', 'watcher', 'notifier', 'dashboard', 'command'] as const;

/** One thing that a plugin adds to the host. */
export interface Contribution {
  readonly kind: (typeof contributionKinds)[number];
  readonly name: string;
  readonly title: string;
}

/** What another version brings that the one before did not, and the other way round. */
export interface ContributionChange {
  readonly added: readonly Contribution[];
  readonly removed: readonly Contribution[];
  readonly same: number;
}

type Contributing = { readonly manifest: Pick<InstalledPlugin['manifest'], 'contributes'> };

function named(kind: Contribution['kind'], contributions: { readonly [name: string]: { readonly title?: string | undefined } }): readonly Contribution[] {
  return Object.entries(contributions).map(([name, { title }]) => ({ kind, name, title: title ?? name }));
}

/** All that a plugin adds, by its manifest. */
export function contributionsOf({ manifest: { contributes: { discovery, checks, resources, watchers, notifiers, dashboards, commands } } }: Contributing): readonly Contribution[] {
  return [
    ...named('discovery', discovery), ...named('check', checks), ...named('resource', resources), ...named('watcher', watchers), ...named('notifier', notifiers), ...named('dashboard', dashboards), ...named('command', commands),
  ];
}

/** All is added when there is no version before. */
export function contributionChange(before: Contributing | null, after: Contributing): ContributionChange {
  const [old, all] = [before === null ? [] : contributionsOf(before), contributionsOf(after)];
  const not = (others: readonly Contribution[]) => ({ kind, name }: Contribution): boolean => !others.some((one) => one.kind === kind && one.name === name);
  const added = all.filter(not(old));
  return { added, removed: old.filter(not(all)), same: all.length - added.length };
}
