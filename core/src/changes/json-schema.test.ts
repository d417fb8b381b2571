import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { changeJsonSchema } from './json-schema.ts';

test('the published JSON Schema of change files says what the planner checks', async () => {
  const file = new URL('../../schemas/change.json', import.meta.url);
  // UPDATE_SCHEMAS=1 writes it anew.
  if (process.env.UPDATE_SCHEMAS) await writeFile(file, changeJsonSchema());
  expect(await readFile(file, 'utf8'), 'run this test with UPDATE_SCHEMAS=1').toBe(changeJsonSchema());
});
