import { join } from 'node:path';
import {
  ApiDeclaredItem, ApiDocumentedItem, ApiItemContainerMixin, ApiParameterListMixin, ExcerptTokenKind, type ApiItem,
} from '@microsoft/api-extractor-model';
import { StandardTags } from '@microsoft/tsdoc';
import { root, type EntryPoint } from '../../api/entry-points.ts';
import type { Surface } from '../../api/extract.ts';
import { cell, docText } from './doc-text.ts';
import { SourceOrder } from './source-order.ts';

/** An export of an entry point, as pages need it. */
export interface Export {
  readonly item: ApiDeclaredItem;
  readonly name: string;
  /** Its declarations, in the workspace: `dist/contract/health.d.ts`. */
  readonly file: string;
  readonly path: string;
  readonly stability: string;
  readonly since: string;
}

/** A zod schema's type is its whole contents: the model it checks says the same in short. */
const longestType = 600;

const order = new SourceOrder();

export function exportsOf({ workspace }: EntryPoint, { model }: Surface): readonly Export[] {
  return (model.entryPoints[0]?.members ?? []).flatMap((item): Export[] => {
    if (!(item instanceof ApiDeclaredItem)) return [];
    const file = item.fileUrlPath ?? '';
    const comment = item.tsdocComment;
    const stability = ['stable', 'experimental', 'internal'].find((tag) => comment?.modifierTagSet.hasTagName(`@${tag}`)) ?? '';
    const since = docText(comment?.customBlocks.find(({ blockTag }) => blockTag.tagName === '@since')?.content);
    return [{ item, name: item.displayName, file, path: join(root, workspace, file), stability, since }];
  }).toSorted((one, other) => one.file.localeCompare(other.file) || order.of(one.path, one.name) - order.of(other.path, other.name));
}

function isShown(member: ApiItem): member is ApiDeclaredItem {
  return member instanceof ApiDeclaredItem && !member.displayName.startsWith('[Symbol.') && !/^\s*(?:protected|private)\b/.test(member.excerpt.text);
}

function membersOf({ item, name, path }: Export): readonly ApiDeclaredItem[] {
  if (!ApiItemContainerMixin.isBaseClassOf(item)) return [];
  const place = (member: ApiDeclaredItem): number => (member.kind === 'Constructor' ? -1 : order.ofMember(path, name, member.displayName));
  return item.members.filter(isShown).toSorted((one, other) => place(one) - place(other));
}

/** A short literal type on one line, as an author would write it. */
const widest = 110;

function compact(text: string): string {
  const shorter = text.replaceAll(/\{\n([^{}]*)\n\s*\}/g, (whole, inner: string) => {
    const line = `{ ${inner.trim().replace(/;$/, '').replaceAll(/\s*\n\s*/g, ' ')} }`;
    return line.length <= widest ? line : whole;
  });
  return shorter === text ? text : compact(shorter);
}

/** As the sources are indented: declarations have four spaces where we have two. */
function indented(text: string): string {
  return compact(text.trim()).replaceAll(/\n( +)/g, (_all, spaces: string) => `\n${' '.repeat(spaces.length / 2)}`);
}

/** A union of objects has a line for each. */
function unions(text: string): string {
  return text.length <= widest || !text.startsWith('type ') ? text : text.replaceAll('} | {', '}\n  | {').replace(' = {', ' =\n  | {');
}

function declaration(text: string): string {
  return unions(indented(text).replace(/^export (?:declare )?/, '')).replace(/^(?=\w+(?:: | = ))/, 'const ').replace(/(?<![;}])$/, ';');
}

function signature(exported: Export, isMade: boolean): string {
  const { item, name } = exported;
  const text = item.excerpt.text.trim();
  if (text.length > longestType && text.includes('z.Zod')) return `const ${name}: z.ZodType;`;
  const members = membersOf(exported).filter(({ kind }) => !(isMade && kind === 'Constructor'));
  if (members.length === 0) return declaration(text);
  return `${declaration(text).replace(/;$/, '')} {\n${members.map(({ excerpt }) => `  ${indented(excerpt.text)}`).join('\n')}\n}`;
}

/** Other exports that a signature names. */
function mentioned(exported: Export): readonly string[] {
  const tokens = [exported.item, ...membersOf(exported)].flatMap(({ excerptTokens }) => excerptTokens);
  return [...new Set(tokens.filter(({ kind }) => kind === ExcerptTokenKind.Reference).map(({ text }) => text))].filter((name) => name !== exported.name);
}

function rows(exported: Export): string[] {
  const members = membersOf(exported).filter((member) => member.kind !== 'Constructor' && member instanceof ApiDocumentedItem);
  const told = members.map((member) => [member.displayName, cell(docText(member.tsdocComment?.summarySection))] as const).filter(([, text]) => text !== '');
  return told.map(([name, text]) => `| \`${name}\` | ${text} |`);
}

function capital(text: string): string {
  return text.replace(/^\w/, (letter) => letter.toUpperCase());
}

function parameters({ item }: Export): string[] {
  if (!ApiParameterListMixin.isBaseClassOf(item)) return [];
  return item.parameters.flatMap(({ name, tsdocParamBlock }) => (tsdocParamBlock === undefined ? [] : [`| \`${name}\` | ${capital(cell(docText(tsdocParamBlock.content)))} |`]));
}

export interface Page {
  readonly file: string;
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly { readonly title: string | null; readonly exports: readonly Export[] }[];
}

export function anchorOf(name: string): string {
  return name.toLowerCase();
}

/** `links`: on which page each export stands; `fields`: rows of what a schema takes, by its name. */
export function contractPage({ file, title, intro, sections }: Page, links: ReadonlyMap<string, string>, fields: ReadonlyMap<string, readonly string[]>): string {
  const all = sections.flatMap(({ exports }) => exports);
  const stabilities = new Set(all.map(({ stability, since }) => `${stability} since ${since}`));
  const [usual = ''] = stabilities;
  const link = (name: string): string => `[${name}](${links.get(name) === file ? '' : (links.get(name) ?? '')}#${anchorOf(name)})`;
  const render = (exported: Export, level: string): string => {
    const { item, name, stability, since } = exported;
    const table = [...parameters(exported), ...rows(exported), ...(fields.get(name) ?? [])];
    const others = mentioned(exported).filter((other) => links.has(other));
    const comment = item.tsdocComment;
    const deprecated = comment?.deprecatedBlock === undefined ? [] : [`**Deprecated**: ${cell(docText(comment.deprecatedBlock.content))}`, ''];
    const remarks = comment?.customBlocks.filter(({ blockTag }) => blockTag.tagNameWithUpperCase === StandardTags.throws.tagNameWithUpperCase) ?? [];
    return [
      `${level} ${name}`, '',
      ...(stabilities.size > 1 ? [`*${stability}, since ${since}*`, ''] : []),
      ...deprecated,
      '```ts', signature(exported, links.has(`create${name}`) || links.has(`start${name}`)), '```', '',
      docText(comment?.summarySection), '',
      ...remarks.flatMap(({ content }) => [`Throws: ${docText(content)}`, '']),
      ...(table.length > 0 ? ['| | |', '|---|---|', ...table, ''] : []),
      ...(others.length > 0 ? [`See ${others.map(link).join(', ')}.`, ''] : []),
    ].join('\n');
  };
  return [
    `# ${title}`, '', intro, '',
    ...(stabilities.size === 1 ? [`All of it is ${usual}. Generated from the doc comments of the SDK.`, ''] : ['Generated from the doc comments of the SDK.', '']),
    ...sections.flatMap((section) => [
      ...(section.title === null ? [] : [`## ${section.title}`, '']), ...section.exports.map((exported) => render(exported, section.title === null ? '##' : '###')),
    ]),
  ].join('\n').replaceAll(/\n{3,}/g, '\n\n').trimEnd() + '\n';
}
