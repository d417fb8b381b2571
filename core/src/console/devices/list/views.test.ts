import { expect, test } from 'vitest';
import { dropView, keepView, savedViews } from './views.ts';

test('views are kept for each person, by name; what is no view is none', () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  keepView(storage, 'ada', { name: 'York', query: 'search=site%3Ayork' });
  keepView(storage, 'ada', { name: 'Leeds', query: 'search=site%3Aleeds' });
  keepView(storage, 'ada', { name: 'York', query: 'search=york' });
  expect(savedViews(storage, 'ada')).toEqual([{ name: 'Leeds', query: 'search=site%3Aleeds' }, { name: 'York', query: 'search=york' }]);
  expect(savedViews(storage, 'bob')).toEqual([]);
  expect(dropView(storage, 'ada', 'Leeds').map(({ name }) => name)).toEqual(['York']);
  for (const wrong of ['{', '7', '[{"name":1},null]']) {
    for (const key of kept.keys()) kept.set(key, wrong);
    expect(savedViews(storage, 'ada')).toEqual([]);
  }
});
