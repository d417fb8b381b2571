import { z } from 'zod';
import type { Store } from '../store/index.ts';
import { tooManyViews } from './errors.ts';
import type { SavedView, SavedViews } from './saved-views.ts';

const mostViews = 100;
const rowSchema = z.object({ name: z.string(), query: z.string() });

export function createSavedViews(store: Pick<Store, 'read' | 'write'>): SavedViews {
  const of = async (person: string): Promise<readonly SavedView[]> =>
    (await store.read({ sql: 'SELECT name, query FROM saved_view WHERE person = ?', values: [person] })).map((row) => rowSchema.parse(row)).toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  return {
    of,
    async keep(person, { name, query }) {
      const kept = await of(person);
      if (kept.length >= mostViews && !kept.some((one) => one.name === name)) throw tooManyViews(`${person} has ${kept.length} views`);
      await store.write([{ sql: 'INSERT INTO saved_view (person, name, query) VALUES (?, ?, ?) ON CONFLICT (person, name) DO UPDATE SET query = excluded.query', values: [person, name, query] }]);
    },
    forget: (person, name) => store.write([{ sql: 'DELETE FROM saved_view WHERE person = ? AND name = ?', values: [person, name] }]),
    forgetAll: (person) => store.write([{ sql: 'DELETE FROM saved_view WHERE person = ?', values: [person] }]),
  };
}
