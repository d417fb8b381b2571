import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { openApiText } from './openapi.ts';
import { namesIn } from './request-input.ts';
import { routes } from './routes/index.ts';

const file = new URL('../../../schemas/openapi.json', import.meta.url);

test('the committed document says what the host serves', async () => {
  const text = openApiText();
  // UPDATE_SCHEMAS=1 writes it anew.
  if (process.env.UPDATE_SCHEMAS) await writeFile(file, text);
  expect(await readFile(file, 'utf8'), 'openapi.json: run this test with UPDATE_SCHEMAS=1').toBe(text);
});

test('no two routes have one name or one place, and each takes what its path names', () => {
  expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
  expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  for (const { path, input } of routes) expect(Object.keys(input.shape)).toEqual(expect.arrayContaining([...namesIn(path)]));
});
