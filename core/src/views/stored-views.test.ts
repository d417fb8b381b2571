import { expect, test } from 'vitest';
import { MemoryStore } from '../testing/index.ts';
import { viewsMigrations } from './migrations.ts';
import { createSavedViews } from './stored-views.ts';

test('views are of one person, stand by name, are replaced by name, and end with the person', async () => {
  const views = createSavedViews(new MemoryStore(viewsMigrations));
  await views.keep('ada', { name: 'York', query: 'search=site%3Ayork' });
  await views.keep('ada', { name: 'Leeds', query: 'search=site%3Aleeds' });
  await views.keep('ada', { name: 'York', query: 'search=york' });
  await views.keep('bob', { name: 'Mine', query: '' });
  expect(await views.of('ada')).toEqual([{ name: 'Leeds', query: 'search=site%3Aleeds' }, { name: 'York', query: 'search=york' }]);
  await views.forget('ada', 'York');
  await views.forgetAll('bob');
  expect([(await views.of('ada')).map(({ name }) => name), await views.of('bob')]).toEqual([['Leeds'], []]);
});

test('nobody fills the database with views', async () => {
  const views = createSavedViews(new MemoryStore(viewsMigrations));
  for (let at = 0; at < 100; at += 1) await views.keep('ada', { name: `view ${at}`, query: '' });
  await expect(views.keep('ada', { name: 'one more', query: '' })).rejects.toMatchObject({ code: 'JF9911' });
  await views.keep('ada', { name: 'view 7', query: 'search=x' });
});
