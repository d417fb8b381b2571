import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { capabilities } from '@jackfield/sdk';
import { deprecations } from '@jackfield/sdk/manifest';
import { beforeAll, expect, test } from 'vitest';
import { entryPointOf, root } from '../api/entry-points.ts';
import { extract } from '../api/extract.ts';
import { anchorOf, contractPage, exportsOf, type Export, type Page } from './reference/contract-page.ts';
import { manifestPage } from './reference/manifest-page.ts';
import { schemaRows } from './reference/schema-fields.ts';
import { topics } from './reference/topics.ts';

const modules = [...new Set(topics.flatMap(({ sections }) => sections.map(({ module }) => module)))];
let exported: ReadonlyMap<string, readonly Export[]>;
let pages: readonly Page[];
let links: ReadonlyMap<string, string>;
let fields: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-b', 'sdk', 'core'], { cwd: root });
  exported = new Map(modules.map((module) => [module, exportsOf(entryPointOf(module), extract(entryPointOf(module)))]));
  // What two entry points export, or two sections choose, stands where it is first told of.
  const told = new Set<string>();
  const untold = ({ path, name }: Export): boolean => told.size < told.add(`${path} ${name}`).size;
  pages = topics.map(({ sections, ...page }) => ({
    ...page,
    sections: sections
      .map(({ title, module, files }) => ({ title, exports: (exported.get(module) ?? []).filter(({ file }) => files.test(file)).filter(untold) }))
      .filter(({ exports }) => exports.length > 0),
  }));
  links = new Map(pages.flatMap(({ file, sections }) => sections.flatMap(({ exports }) => exports.map(({ name }) => [name, file] as const))));
  const values = await Promise.all(modules.map(async (module) => Object.entries(await import(module))));
  fields = new Map(values.flat().map(([name, value]) => [name, schemaRows(value)]));
}, 120_000);

test.each(topics.map(({ file }) => file))('the reference %s is what the types say; update it with `npx vitest run test/docs -u`', async (file) => {
  const page = pages.find((one) => one.file === file);
  if (page === undefined) throw new RangeError(file);
  const text = contractPage(page, links, fields);
  const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  expect(anchors).toEqual([...new Set(anchors)]);
  await expect(text).toMatchFileSnapshot(`../../docs/integrators/reference/${file}`);
});

test('every export that an author imports is on a page', () => {
  const shown = pages.flatMap(({ sections }) => sections.flatMap(({ exports }) => exports.map(({ name, path }) => `${path} ${name}`)));
  expect(modules.flatMap((module) => (exported.get(module) ?? []).map(({ name, path }) => `${path} ${name}`)).filter((one) => !shown.includes(one))).toEqual([]);
});

test('the index of the reference names each page and what stands on it', async () => {
  const index = pages.flatMap(({ file, title, intro, sections }) => [
    `## [${title}](${file})`, '', intro, '',
    sections.flatMap(({ exports }) => exports.map(({ name }) => `[${name}](${file}#${anchorOf(name)})`)).join(' · '), '',
  ]);
  const page = [
    '# Reference of the contract', '',
    'Everything that a plugin can import, generated from the types: what it means, its shape, units, errors. How it all hangs together stands in',
    '[the contract](../contract.md); what `package.json` may say, in [the manifest](manifest.md); what `stable` promises, in [compatibility](../compatibility.md).', '', ...index,
  ].join('\n');
  await expect(`${page.trimEnd()}\n`).toMatchFileSnapshot('../../docs/integrators/reference/contract.md');
});

test('the page of compatibility names every capability and every deprecation', async () => {
  const page = await readFile(join(root, 'docs/integrators/compatibility.md'), 'utf8');
  expect(capabilities.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  for (const { code, what, since, removal, instead } of deprecations) expect(page).toContain(`| ${code} | ${what} | ${since} | ${removal} | ${instead} |`);
});

test('the reference of the manifest is what its schema says; update it with `npx vitest run test/docs -u`', async () => {
  await expect(manifestPage()).toMatchFileSnapshot('../../docs/integrators/reference/manifest.md');
});
