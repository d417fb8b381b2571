import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { permissionsSchema } from '@jackfield/sdk/manifest';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { settingSchemas } from '../../core/src/host/index.ts';
import { root } from './daemon.ts';
import { valueText } from './reference/schema-fields.ts';

interface Property {
  readonly properties?: { readonly [key: string]: Property };
  readonly default?: unknown;
  readonly description?: string;
  readonly enum?: readonly unknown[];
}

function rows(path: string, { properties, default: value, ...said }: Property): readonly string[] {
  if (properties !== undefined) return Object.entries(properties).flatMap(([key, inner]) => rows(`${path}.${key}`, inner));
  return [`| \`${path}\` | ${value === undefined ? '–' : `\`${String(value)}\``} | ${valueText(said)} |`];
}

test('the page of settings is what the schemas say; update it with `npx vitest run test/docs -u`', async () => {
  const settings = Object.entries(settingSchemas).flatMap(([key, schema]) => rows(key, JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })))));
  const page = [
    '# Settings', '',
    'They stand under `settings` at every level of the [configuration](configuration.md). Times without a unit are milliseconds. `credentials`',
    'names an entry of credentials.yaml; for SNMP it may be a list, of which a device keeps the first that it answers to. The settings of',
    'plugins stand in their READMEs.', '',
    '| Setting | Unless told | |', '|---|---|---|', ...settings, '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../docs/operators/settings.md');
});

function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => [...(key === 'properties' ? Object.keys(Object(value)) : []), ...keysOf(value)]);
}

/** Those of an exact grant: the contract page has them. */
const ofPermissions = keysOf(z.toJSONSchema(permissionsSchema, { io: 'input' }));

test.each(['jackfield', 'organization', 'site', 'credentials', 'trust'])('the page of configuration names every key of %s', async (name) => {
  const page = await readFile(join(root, name === 'trust' ? 'docs/managers/plugins.md' : 'docs/operators/configuration.md'), 'utf8');
  const keys = keysOf(JSON.parse(await readFile(join(root, `core/schemas/${name}.json`), 'utf8'))).filter((key) => !ofPermissions.includes(key));
  expect(keys.length).toBeGreaterThan(4);
  expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
});
