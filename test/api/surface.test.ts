import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { ApiDeclaredItem, ApiDocumentedItem, ApiItemContainerMixin, ExcerptTokenKind, type ApiItem } from '@microsoft/api-extractor-model';
import type { DocNode } from '@microsoft/tsdoc';
import { sdkVersion } from '@jackfield/sdk';
import { lte, valid } from 'semver';
import { beforeAll, describe, expect, test } from 'vitest';
import { entryPointOf, entryPoints, root, type EntryPoint } from './entry-points.ts';
import { extract, type Surface } from './extract.ts';
import { unreviewed } from './review.ts';

const surfaces = new Map<EntryPoint, Surface>();

function surfaceOf(entryPoint: EntryPoint): Surface {
  const known = surfaces.get(entryPoint) ?? extract(entryPoint);
  surfaces.set(entryPoint, known);
  return known;
}

// The declarations are those of the sources as they stand.
beforeAll(async () => {
  await promisify(execFile)(join(root, 'node_modules/.bin/tsc'), ['-b', 'sdk', 'core'], { cwd: root });
}, 120_000);

function isEmpty(node: DocNode): boolean {
  return node.getChildNodes().every((child) => child.kind === 'SoftBreak' || (child.kind !== 'PlainText' && child.kind !== 'CodeSpan' && isEmpty(child)));
}

function membersOf(item: ApiItem): readonly ApiItem[] {
  return ApiItemContainerMixin.isBaseClassOf(item) ? item.members.filter(({ kind, displayName }) => kind !== 'Constructor' && !displayName.startsWith('[Symbol.')) : [];
}

/** What is missing in the doc comment of an item. */
function missing(item: ApiItem): string[] {
  const comment = item instanceof ApiDocumentedItem ? item.tsdocComment : undefined;
  return comment === undefined || isEmpty(comment.summarySection) ? [`${item.displayName} has no doc comment`] : [];
}

/** What the tags of an export leave open. */
function untagged(item: ApiItem, internal: boolean): string[] {
  const comment = item instanceof ApiDocumentedItem ? item.tsdocComment : undefined;
  if (comment === undefined) return [];
  const stability = ['@stable', '@experimental', '@internal'].filter((tag) => comment.modifierTagSet.hasTagName(tag));
  const since = comment.customBlocks.find(({ blockTag }) => blockTag.tagName === '@since')?.content;
  const [paragraph] = since?.getChildNodes() ?? [];
  const text = paragraph?.getChildNodes().map((node) => ('text' in node ? String(node.text) : '')).join('').trim() ?? '';
  return [
    ...(stability.length === 1 ? [] : [`${item.displayName} needs one of @stable and @experimental, it has ${stability.join(' ') || 'none'}`]),
    ...(internal === stability.includes('@internal') ? [] : [`${item.displayName}: @internal is for @jackfield/sdk/runtime, and all of it`]),
    ...(valid(text) !== null && lte(text, sdkVersion) ? [] : [`${item.displayName} needs @since with a version up to ${sdkVersion}, it has "${text}"`]),
  ];
}

describe.each(entryPoints)('$module', (entryPoint) => {
  test('every export says what it is, how stable, and since when', () => {
    const { model, mistakes } = surfaceOf(entryPoint);
    const exported = model.entryPoints[0]?.members ?? [];
    expect(exported.length).toBeGreaterThan(0);
    expect([...exported.flatMap((item) => [...missing(item), ...untagged(item, entryPoint.internal)]), ...mistakes]).toEqual([]);
  });

  test('what is stable is made of what is stable', () => {
    const exported = new Map((surfaceOf(entryPoint).model.entryPoints[0]?.members ?? []).map((item) => [item.displayName, item]));
    const isStable = (item: ApiItem): boolean => item instanceof ApiDocumentedItem && item.tsdocComment?.modifierTagSet.hasTagName('@stable') === true;
    const shaky = [...exported.values()].filter(isStable).flatMap((item) => [item, ...membersOf(item)].flatMap((part) => (part instanceof ApiDeclaredItem ? part.excerptTokens : []))
      .filter(({ kind, text }) => kind === ExcerptTokenKind.Reference && exported.has(text) && !isStable(exported.get(text) ?? item)).map(({ text }) => `${item.displayName} names ${text}`));
    expect(shaky).toEqual([]);
  });

  test('its surface is the one that was reviewed', () => {
    const change = unreviewed(entryPoint, surfaceOf(entryPoint).report);
    if (change !== null) throw new Error(change);
  });
});

test.each(['@jackfield/sdk', '@jackfield/sdk/manifest', '@jackfield/core/testing'])('every member of what %s exports is documented', (module) => {
  const exported = surfaceOf(entryPointOf(module)).model.entryPoints[0]?.members ?? [];
  expect(exported.flatMap((item) => membersOf(item).flatMap(missing).map((what) => `${item.displayName}: ${what}`))).toEqual([]);
});

test('a signature that changed is shown, with the command that accepts it', async () => {
  const copy = await mkdtemp(join(tmpdir(), 'jackfield-surface-'));
  try {
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    await cp(join(root, 'sdk'), join(copy, 'sdk'), { recursive: true, filter: (source) => basename(source) !== 'src' && !source.endsWith('.js') });
    const file = join(copy, 'sdk/dist/contract/discovery.d.ts');
    const declarations = await readFile(file, 'utf8');
    await writeFile(file, declarations.replace('inspect(context: ReadingContext<Settings>)', 'inspect(context: ReadingContext<Settings>, depth: number)'));
    const sdk = entryPointOf('@jackfield/sdk');
    const change = unreviewed(sdk, extract(sdk, copy).report);
    expect(change).toContain('-    inspect(context: ReadingContext<Settings>): Promise<Inspection>;');
    expect(change).toContain('+    inspect(context: ReadingContext<Settings>, depth: number): Promise<Inspection>;');
    expect(change).toContain('"npm run api"');
  } finally {
    await rm(copy, { recursive: true });
  }
});
