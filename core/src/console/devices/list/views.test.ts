import { expect, test } from 'vitest';
import { forgetViewsOfBrowser, viewsOfBrowser } from './views.ts';

function storageWith(text: string) {
  const items = new Map([['jackfield.devices.views.ada', text]]);
  return { getItem: (key: string) => items.get(key) ?? null, removeItem: (key: string) => void items.delete(key) };
}

test('views that the browser kept are taken along once, those of the person alone', () => {
  const storage = storageWith('[{"name":"Leeds","query":"search=leeds"},{"name":" ","query":"x"}]');
  expect(viewsOfBrowser(storage, 'bob')).toEqual([]);
  expect(viewsOfBrowser(storage, 'ada')).toEqual([{ name: 'Leeds', query: 'search=leeds' }]);
  forgetViewsOfBrowser(storage, 'ada');
  expect(viewsOfBrowser(storage, 'ada')).toEqual([]);
});

test('what is no view is passed over', () => {
  for (const text of ['{', 'null', '[1, {"name": 1}]']) expect(viewsOfBrowser(storageWith(text), 'ada')).toEqual([]);
});
