import type { Finding, Rule } from './rule.ts';
import type { Subject } from './subject.ts';

/** By subject: what faults were told already, and under which rule. */
const told = new WeakMap<Subject, Map<string, string>>();

/** The fault that a finding comes from, from its code on; null for what is no fault. */
function causeOf({ message }: Finding): string | null {
  return /JF\d{4}\b.*/s.exec(message)?.[0] ?? null;
}

/** What comes after a fault, such as the mutation that led to it, makes no other fault of it. */
function isSame(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/**
 * Findings of a rule without those whose cause is told already: a plugin that does not start would break every rule at every
 * device. The rule stays broken: one finding says where the cause is told.
 */
export function oncePerCause(subject: Subject, { id }: Rule, findings: readonly Finding[]): readonly Finding[] {
  const before = told.get(subject) ?? new Map<string, string>();
  told.set(subject, before);
  const here = new Set<string>();
  const elsewhere = new Map<string, number>();
  const kept = findings.filter((finding) => {
    const cause = causeOf(finding);
    if (cause === null) return true;
    const [, rule] = [...before].find(([known, other]) => other !== id && isSame(known, cause)) ?? [];
    if (rule !== undefined) elsewhere.set(rule, (elsewhere.get(rule) ?? 0) + 1);
    if (rule !== undefined || [...here].some((known) => isSame(known, cause))) return false;
    here.add(cause);
    return true;
  });
  for (const cause of here) before.set(cause, id);
  return [...kept, ...Array.from(elsewhere, ([rule, count]) => ({ of: `see ${rule}`, message: `what is told there breaks this rule as well${count > 1 ? `, ${count} times` : ''}` }))];
}
