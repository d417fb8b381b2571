/** A section of a configuration file: what stands under `[name]`, in its order. */
export interface Section {
  readonly name: string;
  readonly lines: readonly Line[];
}

export type Line = readonly [option: string, value: string];

/** Lines that Asterisk itself puts before a file that it writes, such as after somebody changed a PIN by phone. */
const ofAsterisk = /^;!/;

/** Options without those that have no value. */
export function set(...options: readonly (readonly [option: string, value: string | null])[]): Line[] {
  return options.flatMap(([option, value]) => (value === null ? [] : [[option, value] as const]));
}

/** The value of an option, the last one where it is there twice; null where there is none. */
export function valueOf({ lines }: Section, option: string): string | null {
  return lines.findLast(([name]) => name === option)?.[1] ?? null;
}

/** A semicolon would begin a comment: it is escaped, as in `sip:192.0.2.1;transport=tcp`. */
export function renderSections(head: readonly string[], sections: readonly Section[]): string {
  const lines = sections.flatMap(({ name, lines: own }) => ['', `[${name}]`, ...own.map(([option, value]) => `${option}=${value.replaceAll(';', String.raw`\;`)}`)]);
  return `${[...head, ...lines].join('\n')}\n`;
}

/** Sections of a text; null when anything in it is more than `renderSections` writes with that head, or Asterisk in its place. */
export function parseSections(text: string, head: readonly string[]): readonly Section[] | null {
  const sections: { readonly name: string; readonly lines: Line[] }[] = [];
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '' || ofAsterisk.test(line) || head.includes(line)) continue;
    const name = /^\[([^\]]+)\]$/.exec(line)?.[1];
    const [, option, value] = /^([^=;[\]]+?)\s*=>?\s*(.*)$/.exec(line) ?? [];
    const last = sections.at(-1);
    if (name !== undefined) sections.push({ name, lines: [] });
    else if (option !== undefined && value !== undefined && last !== undefined && !/(?<!\\);/.test(value)) last.lines.push([option, value.replaceAll(String.raw`\;`, ';')]);
    else return null;
  }
  return sections;
}
