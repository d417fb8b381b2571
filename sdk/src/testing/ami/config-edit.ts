import { headingOf } from './config-file.ts';

/** One operation of UpdateConfig; what was not given is empty. */
export interface ConfigOperation {
  readonly action: string;
  readonly category: string;
  readonly variable: string;
  readonly value: string;
  readonly match: string;
  readonly line: string;
  readonly options: string;
}

/** Thrown with what the manager answers. */
export class ConfigRefused extends Error {}

interface Section {
  readonly name: string;
  heading: string;
  lines: string[];
}

const variablePattern = /^\s*([^=;]+?)\s*(=>?)\s*((?:[^;\\]|\\.|\\$)*?)(\s*;.*)?$/s;

function variableOf(line: string): { readonly name: string; readonly sign: string; readonly value: string; readonly comment: string } | null {
  if (/^\s*[;#[]/.test(line)) return null;
  const [, name, sign = '=', value = '', comment = ''] = variablePattern.exec(line) ?? [];
  return name === undefined ? null : { name, sign, value: value.replaceAll('\\;', ';'), comment: comment.trim() };
}

/** A variable as a line: a value that begins with > is written in the style of objects. */
function written(name: string, value: string, sign = value.startsWith('>') ? '=>' : '='): string {
  return `${name} ${sign} ${value.replace(/^>/, '').replaceAll(';', '\\;')}`;
}

/** `allowdups,inherit="a,b",catfilter="type=auth"`. Without quotes a value ends at its own "=", as in Asterisk. */
function parsedOptions(text: string): ReadonlyMap<string, string> {
  const pattern = /([a-z]+)(?:=(?:"([^"]*)"|([^,=]*)[^,]*))?(?:,|$)/gi;
  return new Map([...text.matchAll(pattern)].map(([, name = '', quoted, plain]) => [name.toLowerCase(), quoted ?? plain ?? '']));
}

/** A configuration file as its lines: what is not changed stays as it was written. */
export class ConfigText {
  readonly #head: string[] = [];
  #sections: Section[] = [];

  constructor(text: string) {
    for (const line of text.replace(/\n+$/, '').split('\n')) {
      const heading = headingOf(line.trim());
      const last = this.#sections.at(-1);
      if (heading !== null) this.#sections.push({ name: heading.name, heading: line.trim(), lines: [] });
      else if (last !== undefined) last.lines.push(line);
      // What an earlier writing put at the top is put there anew.
      else if (!line.startsWith(';!')) this.#head.push(line);
    }
  }

  /** The whole file, with what Asterisk writes above. */
  write(name: string, path: string): string {
    const generated = [';!', ';! Automatically generated configuration file', `;! Filename: ${name} (${path})`, ';! Generator: Manager', ';!'];
    return [...generated, ...this.#head.filter((line, at) => line !== '' || at > 0), ...this.#sections.flatMap(({ heading, lines }) => [heading, ...lines]), ''].join('\n');
  }

  perform(operation: ConfigOperation): void {
    const { action, category, options } = operation;
    if (category === '') throw new ConfigRefused('Category not specified');
    const chosen = parsedOptions(options);
    const filter = chosen.get('catfilter') ?? '';
    const sections = this.#sections.filter((section) => section.name === category && this.#fits(section, filter));
    switch (action.toLowerCase()) {
      case 'newcat':
        return this.#add(category, chosen);
      case 'renamecat':
        if (operation.value === '') throw new ConfigRefused('Problem with category, value, or line (if required)');
        for (const section of known(sections)) Object.assign(section, { name: operation.value, heading: section.heading.replace(`[${section.name}]`, `[${operation.value}]`) });
        return undefined;
      case 'delcat':
        if (!chosen.has('ignoreerror')) known(sections);
        this.#sections = this.#sections.filter((section) => !sections.includes(section));
        return undefined;
      case 'emptycat':
        for (const section of known(sections)) section.lines = [];
        return undefined;
      case 'update':
        return change(known(sections), operation, 'Update did not complete successfully', ({ name, sign, comment }) => [written(name, operation.value.replace(/^>/, ''), operation.value.startsWith('>') ? '=>' : sign) + (comment === '' ? '' : `   ${comment}`)]);
      case 'delete':
        return change(known(sections), operation, 'Delete did not complete successfully', () => []);
      case 'append':
        return append(known(sections), operation);
      case 'insert':
        return insert(known(sections), operation);
      default:
        throw new ConfigRefused('Unknown action command');
    }
  }

  /** Whether a section has a variable, itself or by its templates: `type=auth`. A filter without a value fits nothing. */
  #fits(section: Section, filter: string): boolean {
    const [name, value] = filter.split('=');
    if (filter === '' || value === undefined) return filter === '';
    const inherited = headingOf(section.heading)?.templates.flatMap((each) => this.#sections.filter((other) => other.name === each)) ?? [];
    return section.lines.some((line) => variableOf(line)?.name === name && variableOf(line)?.value === value) || inherited.some((template) => this.#fits(template, filter));
  }

  #add(category: string, options: ReadonlyMap<string, string>): void {
    if (!options.has('allowdups') && this.#sections.some(({ name }) => name === category)) throw new ConfigRefused('Create category did not complete successfully');
    const inherited = (options.get('inherit') ?? '').split(',').filter((each) => each !== '');
    if (inherited.some((each) => !this.#sections.some(({ name }) => name === each))) throw new ConfigRefused('Template category not found');
    const traits = [...(options.has('template') ? ['!'] : []), ...inherited].join(',');
    this.#sections.push({ name: category, heading: `[${category}]${traits === '' ? '' : `(${traits})`}`, lines: [] });
  }
}

function known(sections: readonly Section[]): readonly Section[] {
  if (sections.length === 0) throw new ConfigRefused('Given category does not exist');
  return sections;
}

/** Replaces the first variable that fits in each of the sections. */
function change(sections: readonly Section[], { variable, match, line }: ConfigOperation, problem: string, replace: (found: NonNullable<ReturnType<typeof variableOf>>) => readonly string[]): void {
  if (variable === '') throw new ConfigRefused('Problem with category, value, or line (if required)');
  let changed = 0;
  for (const section of sections) {
    const variables = section.lines.flatMap((text, at) => (variableOf(text) === null ? [] : [at]));
    const found = section.lines.findIndex((text, at) => {
      const present = variableOf(text);
      return present?.name === variable && (match === '' || present.value === match) && (line === '' || variables[Number(line)] === at);
    });
    const present = variableOf(section.lines[found] ?? '');
    if (found === -1 || present === null) continue;
    section.lines.splice(found, 1, ...replace(present));
    changed += 1;
  }
  if (changed === 0) throw new ConfigRefused(problem);
}

function append([section]: readonly Section[], { variable, value }: ConfigOperation): void {
  if (variable === '') throw new ConfigRefused('Problem with category, value, or line (if required)');
  const blanks = section?.lines.findLastIndex((line) => line.trim() !== '') ?? -1;
  section?.lines.splice(blanks + 1, 0, written(variable, value));
}

function insert([section]: readonly Section[], { variable, value, line }: ConfigOperation): void {
  if (variable === '' || !/^\d+$/.test(line)) throw new ConfigRefused('Problem with category, value, or line (if required)');
  const places = section?.lines.flatMap((text, at) => (variableOf(text) === null ? [] : [at])) ?? [];
  section?.lines.splice(places[Number(line)] ?? section.lines.length, 0, written(variable, value));
}
