import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { generateSchemas } from './generate-schemas.ts';

const plugins = globSync(join(import.meta.dirname, '../../../plugins/*')).filter((directory) => existsSync(join(directory, 'src/schemas.ts')));

// esbuild keeps a service process until it is told to stop.
afterAll(() => stop());

describe.each(plugins)('%s', (directory) => {
  test('the committed JSON Schemas are the ones its zod schemas make', async () => {
    for (const [file, text] of await generateSchemas(directory)) {
      await expect(text).toMatchFileSnapshot(join(directory, 'schemas', file));
    }
  });
});
