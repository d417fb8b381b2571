import { expect, test } from 'vitest';
import { z } from 'zod';
import { manifestSchema } from './manifest.ts';

test('the published JSON Schema is the one the host checks with', async () => {
  const schema = z.toJSONSchema(manifestSchema, { io: 'input' });
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot('../../schemas/manifest.json');
});

test('a key that nobody knows is refused, with its name', () => {
  const parsed = manifestSchema.safeParse({ title: 'Widget', contributes: {}, permisions: {} });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['permisions'] });
});

test('paths cannot lead out of the package', () => {
  for (const settings of ['../secrets.json', '/etc/passwd', 'schemas/../../x.json']) {
    expect(manifestSchema.safeParse({ title: 'Widget', contributes: { settings } }).success).toBe(false);
  }
});
