import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { configurationJsonSchemas, schemasDirectory } from './json-schemas.ts';

test('the published JSON Schemas say what the loader checks', async () => {
  for (const [name, text] of configurationJsonSchemas()) {
    const file = new URL(name, schemasDirectory);
    // UPDATE_SCHEMAS=1 writes them anew.
    if (process.env.UPDATE_SCHEMAS) await writeFile(file, text);
    expect(await readFile(file, 'utf8'), `${name}: run this test with UPDATE_SCHEMAS=1`).toBe(text);
  }
});
