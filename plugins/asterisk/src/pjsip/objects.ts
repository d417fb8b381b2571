import { set, valueOf, type Section } from '../own-files/config-lines.ts';

/** Types of pjsip.conf, in the order in which those of one name are written. */
const types = ['transport', 'endpoint', 'auth', 'aor', 'identify', 'registration'] as const;

export type ObjectType = (typeof types)[number];

export function object(name: string, type: ObjectType, ...options: readonly (readonly [option: string, value: string | null])[]): Section {
  return { name, lines: set(['type', type], ...options) };
}

export function objectOf(sections: readonly Section[], name: string, type: ObjectType): Section | null {
  return sections.find((section) => section.name === name && valueOf(section, 'type') === type) ?? null;
}

/** The sections with these objects in place of all of that name. */
export function putObjects(sections: readonly Section[], name: string, objects: readonly Section[]): readonly Section[] {
  const rank = (section: Section): number => types.findIndex((type) => valueOf(section, 'type') === type);
  return [...sections.filter((section) => section.name !== name), ...objects].toSorted((one, other) => (one.name === other.name ? rank(one) - rank(other) : one.name < other.name ? -1 : 1));
}

/** A trunk knows where the other end is; a phone comes and tells. */
export function isTrunk(sections: readonly Section[], name: string): boolean {
  const aor = objectOf(sections, name, 'aor');
  return aor !== null && valueOf(aor, 'contact') !== null;
}

/** Names of all objects of the type. */
export function namesOf(sections: readonly Section[], type: ObjectType): readonly string[] {
  return sections.filter((section) => valueOf(section, 'type') === type).map(({ name }) => name);
}

/** `ulaw,alaw` as a list. */
export function listOf(text: string | null): readonly string[] {
  return (text ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '');
}
