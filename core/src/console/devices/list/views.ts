/** A search and an order under a name, as a link holds them. */
export interface View {
  readonly name: string;
  /** Query of the link, such as `search=state%3Acritical&sort=name`. */
  readonly query: string;
}

/** What everybody has. */
export const commonViews: readonly View[] = [
  { name: 'Critical', query: 'search=state%3Acritical' },
  { name: 'Anything but well', query: 'search=-state%3Aok' },
  { name: 'Not looked at yet', query: 'search=state%3Anone' },
];

type Kept = Pick<Storage, 'getItem' | 'setItem'>;

const placeOf = (person: string): string => `jackfield.devices.views.${person}`;

const isView = (value: unknown): value is View => typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'query' in value && typeof value.query === 'string';

/** Views that a person keeps in this browser; what somebody else wrote there is nothing. */
export function savedViews(storage: Kept, person: string): readonly View[] {
  try {
    const found: unknown = JSON.parse(storage.getItem(placeOf(person)) ?? '[]');
    return Array.isArray(found) ? found.filter(isView).map(({ name, query }) => ({ name, query })) : [];
  } catch {
    return [];
  }
}

/** Keeps a view under its name, in place of one that had it. */
export function keepView(storage: Kept, person: string, view: View): readonly View[] {
  return write(storage, person, [...savedViews(storage, person).filter(({ name }) => name !== view.name), view].toSorted((a, b) => a.name.localeCompare(b.name)));
}

export function dropView(storage: Kept, person: string, name: string): readonly View[] {
  return write(storage, person, savedViews(storage, person).filter((view) => view.name !== name));
}

function write(storage: Kept, person: string, views: readonly View[]): readonly View[] {
  storage.setItem(placeOf(person), JSON.stringify(views));
  return views;
}
