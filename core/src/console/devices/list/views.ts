import type { Schemas } from '../../api/index.ts';

/** A search and an order under a name, as a link holds them. */
export type View = Schemas['SavedView'];

/** What everybody has. */
export const commonViews: readonly View[] = [
  { name: 'Critical', query: 'search=state%3Acritical' },
  { name: 'Anything but well', query: 'search=-state%3Aok' },
  { name: 'Not looked at yet', query: 'search=state%3Anone' },
];

type Kept = Pick<Storage, 'getItem' | 'removeItem'>;

const placeOf = (person: string): string => `jackfield.devices.views.${person}`;

const isView = (value: unknown): value is View => typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'query' in value && typeof value.query === 'string';

/** Views that an earlier version kept in this browser; what somebody else wrote there is nothing. */
export function viewsOfBrowser(storage: Kept, person: string): readonly View[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(placeOf(person)) ?? '[]');
    return Array.isArray(found) ? found.filter(isView).map(({ name, query }) => ({ name: name.slice(0, 100), query })).filter(({ name, query }) => name.trim() !== '' && query.length <= 2_000) : [];
  } catch {
    return [];
  }
}

/** They are with the host now. */
export const forgetViewsOfBrowser = (storage: Kept, person: string): void => storage.removeItem(placeOf(person));
