import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clientTexts } from './client-text.ts';

const fileOf = (name: string): URL => new URL(`../../client/${name}`, import.meta.url);

test.each([...clientTexts()])('%s of the client is what the document says', async (name, text) => {
  // UPDATE_SCHEMAS=1 writes it anew.
  if (process.env.UPDATE_SCHEMAS) await writeFile(fileOf(name), text);
  expect(await readFile(fileOf(name), 'utf8'), `client/${name}: run this test with UPDATE_SCHEMAS=1`).toBe(text);
});
