/** What a person may do at a place, each all that the ones before may: look, act, approve, decide about people, everything. */
export const roles = ['viewer', 'operator', 'approver', 'manager', 'admin'] as const;

export type Role = (typeof roles)[number];

/** Whether who has the one role may do what needs the other. */
export function suffices(has: Role | null, needed: Role): boolean {
  return has !== null && roles.indexOf(has) >= roles.indexOf(needed);
}

/** The one that may do more; null for none. */
export function higher(one: Role | null, other: Role | null): Role | null {
  return other === null || (one !== null && suffices(one, other)) ? one : other;
}

/** The one that may do less; null for none. */
export function lower(one: Role | null, other: Role | null): Role | null {
  return one === null || other === null ? null : suffices(one, other) ? other : one;
}
