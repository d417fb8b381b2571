import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { outcomeCodes, outcomeKinds } from '@jackfield/sdk';
import { expect, test } from 'vitest';
import { errorCatalogue, outcomeMeanings } from '../../core/src/errors/index.ts';

const root = resolve(import.meta.dirname, '../..');

async function page(): Promise<string> {
  for (const file of globSync(join(root, 'core/src/**/errors.ts'))) await import(file);
  const kinds = [
    ...outcomeKinds.map((kind) => ({ code: outcomeCodes[kind], title: `${kind}: ${outcomeMeanings[kind].title}`, hint: outcomeMeanings[kind].hint })),
    ...errorCatalogue(),
  ];
  const sections = kinds.map(({ code, title, hint }) => `## ${code}\n\n${title}\n\n→ ${hint}\n`);
  return [
    '# Errors', '',
    'Every error has a code that never changes its meaning. The first digit says where it comes from: 0 what a device or a permission said,',
    '1 configuration and credentials, 2 plugins, 3 transports, 4 discovery and inventory, 5 health, 6 changes, 7 the database,',
    '8 the daemon\'s doors and the command line, 9 the host itself.', '',
    ...sections,
  ].join('\n');
}

test('the page of errors is the catalogue; update it with `npx vitest run test/docs -u`', async () => {
  await expect(await page()).toMatchFileSnapshot('../../docs/errors.md');
});

test('every error that core defines is in the catalogue, once', () => {
  const defined = globSync(join(root, 'core/src/**/*.ts')).filter((file) => !file.includes('/testing/') && !file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/defineError\(\s*'(JF\d{4})'/g)].map(([, code]) => code));
  expect(defined.length).toBeGreaterThan(60);
  expect(defined.toSorted()).toEqual([...new Set(defined)].toSorted());
  expect(defined.toSorted()).toEqual(errorCatalogue().map(({ code }) => code));
});

const pages = [join(root, 'README.md'), ...globSync(join(root, '{docs,plugins}/**/*.md'))].filter((file) => !file.includes('node_modules'));

test.each(pages.map((file) => relative(root, file)))('the codes that %s names are in the catalogue', (file) => {
  const known = new Set([...Object.values(outcomeCodes), ...errorCatalogue().map(({ code }) => code)]);
  const named = readFileSync(join(root, file), 'utf8').match(/JF\d{4}/g) ?? [];
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});
