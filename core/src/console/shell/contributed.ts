import type { Schemas } from '../api/index.ts';

export type Contributed = Schemas['Command'];

/** The device whose page is shown. */
export function deviceAt(location: string): string | null {
  const [, device = ''] = /^\/devices\/([^/]+)/.exec(location) ?? [];
  return device === '' ? null : decodeURIComponent(device);
}

/** What a command is of: its plugin, and what it is about. */
export const ofWhat = ({ pluginTitle, category }: Pick<Contributed, 'pluginTitle' | 'category'>): string => [pluginTitle, category].filter((part) => part !== null).join(' · ');

/** Commands for the device that is shown, and those for which another one must be chosen. */
export function offered(here: readonly Contributed[], all: readonly Contributed[]): { readonly here: readonly Contributed[]; readonly elsewhere: readonly Contributed[] } {
  const fitting = new Set(here.map(({ id }) => id));
  return { here, elsewhere: all.filter(({ id }) => !fitting.has(id)) };
}
