import type { Section } from './config-lines.ts';

/** The sections with one in place of that of its name, in the order of names; without it where there is none. */
export function putSection(sections: readonly Section[], name: string, section: Section | null): readonly Section[] {
  const others = sections.filter((other) => other.name !== name);
  return (section === null ? others : [...others, section]).toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
