import { posix } from 'node:path';
import type { MemoryFiles } from '../files/index.ts';

/** A section of a configuration file as Asterisk reads it. */
export interface ConfigSection {
  readonly name: string;
  readonly isTemplate: boolean;
  readonly templates: readonly string[];
  /** With those of its templates before its own. */
  readonly lines: readonly (readonly [name: string, value: string])[];
}

/** `missing`: the file, or one that it includes. `invalid`: a section that is not closed. */
export type ConfigProblem = 'missing' | 'invalid';

/** A line without its comment; `\;` is a semicolon. */
function bare(line: string): string {
  return line.replace(/(?<!\\);.*$/s, '').replaceAll('\\;', ';').trim();
}

/** The lines of a configuration file with its includes. Null when a file is missing that must be there. */
function linesOf(files: MemoryFiles, folder: string, file: string): string[] | null {
  const text = files.text(posix.resolve(folder, file));
  if (text === null) return null;
  const lines: string[] = [];
  for (const line of text.split('\n').map(bare)) {
    const [, isTried, name = ''] = /^#(try)?include\s+[<"]?([^>"\s]+)[>"]?$/.exec(line) ?? [];
    if (name === '') {
      if (line !== '') lines.push(line);
      continue;
    }
    const pattern = new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);
    const names = name.includes('*') ? files.list(folder).filter((each) => pattern.test(each)) : [name];
    for (const each of names) {
      const included = linesOf(files, folder, each);
      if (included === null && isTried === undefined) return null;
      lines.push(...(included ?? []));
    }
  }
  return lines;
}

/** Name and options of a section's first line; null for any other line. What stands behind the name's bracket is lost. */
export function headingOf(line: string): { readonly name: string; readonly isTemplate: boolean; readonly templates: readonly string[] } | null {
  const [, name, options = ''] = /^\[([^\]]+)\](?:\(([^)]*)\))?/.exec(line) ?? [];
  if (name === undefined) return null;
  const parts = options.split(',').map((each) => each.trim()).filter((each) => each !== '');
  return { name, isTemplate: parts.includes('!'), templates: parts.filter((each) => each !== '!' && each !== '+') };
}

export function readConfig(files: MemoryFiles, folder: string, file: string): readonly ConfigSection[] | ConfigProblem {
  const lines = linesOf(files, folder, file);
  if (lines === null) return 'missing';
  const sections: ConfigSection[] = [];
  for (const line of lines) {
    if (line.startsWith('[')) {
      const heading = headingOf(line);
      if (heading === null) return 'invalid';
      sections.push({ ...heading, lines: heading.templates.flatMap((each) => sections.find(({ name }) => name === each)?.lines ?? []) });
      continue;
    }
    const [, key, value = ''] = /^([^=]+?)\s*=>?\s*(.*)$/.exec(line) ?? [];
    const last = sections.pop();
    if (last !== undefined) sections.push(key === undefined ? last : { ...last, lines: [...last.lines, [key, value]] });
  }
  return sections;
}
