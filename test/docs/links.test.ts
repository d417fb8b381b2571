import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const pages = [...globSync(join(root, '*.md')), ...globSync(join(root, '{docs,plugins,sdk,core}/**/*.md'))].filter((page) => !page.includes('node_modules'));

test.each(pages.map((page) => relative(root, page)))('links of %s lead somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const targets = [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '').filter((target) => !/^[a-z]+:/.test(target));
  expect(targets.filter((target) => !existsSync(resolve(join(root, dirname(page)), target)))).toEqual([]);
});
