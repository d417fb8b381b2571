import type { DocCodeSpan, DocFencedCode, DocNode, DocPlainText } from '@microsoft/tsdoc';

function isPlain(node: DocNode): node is DocPlainText {
  return node.kind === 'PlainText';
}

function isCode(node: DocNode): node is DocCodeSpan {
  return node.kind === 'CodeSpan';
}

function isFenced(node: DocNode): node is DocFencedCode {
  return node.kind === 'FencedCode';
}

/** A doc comment's text as Markdown: paragraphs stay apart, lines are joined. */
export function docText(node: DocNode | undefined): string {
  if (node === undefined) return '';
  if (isPlain(node)) return node.text;
  if (isCode(node)) return `\`${node.code}\``;
  if (isFenced(node)) return `\n\`\`\`${node.language}\n${node.code}\`\`\`\n`;
  if (node.kind === 'SoftBreak') return ' ';
  const inner = node.getChildNodes().map(docText).join('');
  if (node.kind === 'Paragraph') return `${inner.trim().replaceAll(/ +/g, ' ')}\n\n`;
  return node.kind === 'Section' ? inner.trim() : inner;
}

/** The same for a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/(?<!\\)\|/g, '\\|').trim();
}
