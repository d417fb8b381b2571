import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { clientText } from './client-text.ts';

const file = new URL('../../client/operations.ts', import.meta.url);

test('the client has the types of the document', async () => {
  const text = clientText();
  // UPDATE_SCHEMAS=1 writes it anew.
  if (process.env.UPDATE_SCHEMAS) await writeFile(file, text);
  expect(await readFile(file, 'utf8'), 'client/operations.ts: run this test with UPDATE_SCHEMAS=1').toBe(text);
});
