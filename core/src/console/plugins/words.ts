import type { Schemas } from '../api/index.ts';

type Installed = Schemas['InstalledPlugin'];

export const levels: { readonly [Level in Installed['level']]: string } = {
  observe: 'Looks only.', apply: 'Looks, and writes what an applied change says.', confirm: 'Looks and writes; devices take back by themselves what is not confirmed.',
};

export const grants: { readonly [State in Schemas['MatrixCell']['grant']['state']]: string } = {
  none: 'not enabled', granted: 'all is granted that it asks for', differs: 'it asks for more than is granted', 'needs-approval': 'it asks for other permissions than were granted, and is not run', 'not-run': 'it is not there, or broken',
};

const plurals: { readonly [kind: string]: string } = { check: 'checks', resource: 'resources', watcher: 'watchers', dashboard: 'dashboards', command: 'commands' };

/** What a plugin brings: `2 checks, 1 resource`. */
export function countsOf(contributions: Installed['contributions']): string {
  const counts = new Map<string, number>();
  for (const { kind } of contributions) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => (count === 1 ? `1 ${kind}` : `${count} ${plurals[kind] ?? kind}`)).join(', ');
}

/** Whether a plugin has all words somewhere: in its name, in what it brings, in what it may do. */
export function fits({ id, title, publisher, contributions, permissions, level }: Installed, typed: string): boolean {
  const all = [id, title, publisher ?? '', level, ...contributions.flatMap(({ name, title: of, kind }) => [name, of, kind]), ...permissions.map(({ words }) => words)].join(' ').toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

export const bytes = (count: number | null): string => (count === null ? '–' : `${(count / 1_048_576).toFixed(1)} MB`);
