/** One kind of line of a configuration; `{}` stands for the value, `{ip}` for the word of its family. */
export interface Statement {
  /** A text that is there or not, a word that is there or not, or values of which each has a line. */
  readonly kind: 'text' | 'flag' | 'list';
  readonly on: RegExp;
  readonly set: string;
  readonly unset: string;
}

export interface Statements {
  readonly [field: string]: Statement;
}

/** Values in the lines that a statement is about, each once, in order; of a flag, the word itself. */
export function listIn(lines: readonly string[], { on }: Statement): string[] {
  return [...new Set(lines.flatMap((line) => on.exec(line)?.slice(0, 2).at(-1) ?? []))].sort();
}

export const textIn = (lines: readonly string[], statement: Statement): string | null => listIn(lines, statement)[0] ?? null;
export const flagIn = (lines: readonly string[], statement: Statement): boolean => listIn(lines, statement).length > 0;

/** IPv6 has words of its own. */
function filled(template: string, value: string): string {
  const [address = ''] = value.split(' ');
  return template.replace('{ip}', address.includes(':') ? 'ipv6' : 'ip').replace('{}', () => value);
}

/** What is typed to come from one value of a field to another; nothing where they are the same. */
export function textLines({ set, unset }: Statement, from: string | null, to: string | null): readonly string[] {
  if (from === to) return [];
  return to === null ? [unset] : [filled(set, to)];
}

export function flagLines({ set, unset }: Statement, from: boolean, to: boolean): readonly string[] {
  return from === to ? [] : [to ? set : unset];
}

export const goneLines = ({ unset }: Statement, from: readonly string[], to: readonly string[]): readonly string[] => from.filter((value) => !to.includes(value)).map((value) => filled(unset, value));
export const newLines = ({ set }: Statement, from: readonly string[], to: readonly string[]): readonly string[] => to.filter((value) => !from.includes(value)).map((value) => filled(set, value));
