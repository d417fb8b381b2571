import { isSecretName } from '@jackfield/sdk/secrets';
import { isMap, isScalar, isSeq, parseDocument, type Node } from 'yaml';
import { redacted } from './redactor.ts';

interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Values of a YAML text that stand under the key of a secret, or under `plain`. */
function secretSpans(text: string, secretKeys: ReadonlySet<string>): Span[] {
  const spans: Span[] = [];
  const visit = (node: unknown, isSecret: boolean): void => {
    if (isMap<unknown, Node | null>(node)) {
      for (const { key, value } of node.items) {
        const name = String(isScalar(key) ? key.value : key);
        visit(value, isSecretName(name) || secretKeys.has(name) || name === 'plain');
      }
    } else if (isSeq(node)) for (const item of node.items) visit(item, isSecret);
    else if (isSecret && isScalar(node) && node.range && node.value !== null && node.value !== '') spans.push({ start: node.range[0], end: node.range[1], value: String(node.value) });
  };
  const document = parseDocument(text, { prettyErrors: false });
  visit(document.contents, false);
  return spans.toSorted((a, b) => b.start - a.start);
}

/** What a file of the configuration holds of secrets; also of one that is wrong, as far as it can be read. */
export function secretsIn(text: string, secretKeys: ReadonlySet<string>): readonly string[] {
  return secretSpans(text, secretKeys).map(({ value }) => value);
}

/** The file with those values replaced; comments and the rest stay as they are, and so do the numbers of lines. */
export function withoutSecrets(text: string, secretKeys: ReadonlySet<string>): string {
  return secretSpans(text, secretKeys).reduce((left, { start, end }) => {
    const lines = left.slice(start, end).split('\n').length - 1;
    return left.slice(0, start) + redacted + '\n'.repeat(lines) + left.slice(end);
  }, text);
}
