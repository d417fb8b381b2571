import { isOnTrial } from '@jackfield/sdk';
import { oncePerCause } from './causes.ts';
import { conformanceFileInvalid } from './errors.ts';
import { rules } from './rules/index.ts';
import { tiers, type Effort, type Finding, type Rule, type Tier } from './rule.ts';
import type { Subject } from './subject.ts';

/** What was found out about one rule. */
export interface Verdict {
  readonly rule: string;
  readonly tier: Tier;
  readonly title: string;
  /** `kept`, `broken`, `exempt` (broken, and excused with a reason), `nothing` (the plugin has nothing that it is about). */
  readonly ending: 'kept' | 'broken' | 'exempt' | 'nothing';
  /** Single attempts that were made. */
  readonly tried: number;
  /** What is wrong and not excused. */
  readonly findings: readonly Finding[];
  readonly excused: readonly (Finding & { readonly reason: string })[];
}

/** How far the plugin's work on devices is proved, as everyone is shown it. */
export const contractLevels = ['observe', 'plan', 'apply', 'confirm'] as const;

export type ContractLevel = (typeof contractLevels)[number];

/** What is proved of a plugin: computed from the verdicts, never claimed. */
export interface Conformance {
  readonly plugin: string;
  readonly version: string;
  /** Null while a rule of bronze is broken. */
  readonly tier: Tier | null;
  /** Null when not even its reading is proved, or when it has no code. */
  readonly level: ContractLevel | null;
  readonly tried: number;
  readonly verdicts: readonly Verdict[];
}

/** Much: before a plugin is published. */
export const fullEffort: Effort = { mutations: 300, repetitions: 1_000, seed: 20_000 };

/** Less: while a plugin is being written, and at every commit. */
export const quickEffort: Effort = { mutations: 40, repetitions: 40, seed: 20_000 };

/** Tries one rule, and takes out what conformance.yaml excuses. An excuse for nothing is a finding itself; what an earlier rule told is not told again. */
export async function judge(subject: Subject, rule: Rule, effort: Effort): Promise<Verdict> {
  const { tried, findings: all } = subject.unfit === null || rule.isStatic === true ? await rule.try(subject, effort) : { tried: 1, findings: [{ of: subject.packaged.id, message: subject.unfit }] };
  const exemptions = subject.file.exemptions.filter((exemption) => exemption.rule === rule.id);
  const excused: (Finding & { reason: string })[] = [];
  const unexcused: Finding[] = [];
  for (const finding of all) {
    const exemption = exemptions.find(({ of }) => of === undefined || of.includes(finding.of));
    if (exemption === undefined) unexcused.push(finding);
    else excused.push({ ...finding, reason: exemption.reason });
  }
  const findings = [...oncePerCause(subject, rule, unexcused)];
  for (const { of: names = [undefined] } of exemptions) {
    // Nothing can be known of an exemption from what could not be tried.
    const idle = subject.unfit !== null ? [] : names.filter((name) => !all.some(({ of }) => name === undefined || of === name));
    for (const name of idle) findings.push({ of: name ?? rule.id, message: 'is exempt in conformance.yaml, and need not be: remove the exemption' });
  }
  const ending = findings.length > 0 ? 'broken' : excused.length > 0 ? 'exempt' : tried === 0 ? 'nothing' : 'kept';
  return { rule: rule.id, tier: rule.tier, title: rule.title, ending, tried, findings, excused };
}

/** Refuses exemptions from rules that are not there, or from which nobody is exempt. */
export function refuseExemptions(subject: Subject): void {
  for (const { rule: id } of subject.file.exemptions) {
    const rule = rules.find((one) => one.id === id);
    const place = { file: `${subject.directory}/conformance.yaml` };
    if (rule === undefined) throw conformanceFileInvalid(`exemptions: there is no rule ${id}, but ${rules.map((one) => one.id).join(', ')}`, { place });
    if (rule.page.exempt === null) throw conformanceFileInvalid(`exemptions: nobody is exempt from ${id}`, { place });
  }
}

/** The tier up to which every rule that was tried is kept. */
export function tierOf(verdicts: readonly Verdict[]): Tier | null {
  const broken = tiers.findIndex((tier) => verdicts.some((verdict) => verdict.tier === tier && verdict.ending === 'broken'));
  return (broken < 0 ? tiers.at(-1) : tiers[broken - 1]) ?? null;
}

const readingRules = ['reading-never-writes', 'answers-valid', 'errors-are-outcomes', 'deadline-honoured'];
const planRules = ['resources-tried', 'plan-pure'];
/** Of plugins that have what they are about. */
const whereTried = ['probe-leaves', 'save-again'];
const applyRules = ['second-plan-empty', 'apply-idempotent', 'restore-exact', 'undo-after-restart', 'restore-after-fault'];

function levelOf(subject: Subject, verdicts: readonly Verdict[]): ContractLevel | null {
  // A rule may be excused where it cannot apply; the level says what is proved, so an excuse proves nothing.
  const holds = (ids: readonly string[]): boolean => ids.every((id) => verdicts.some(({ rule, ending }) => rule === id && ending === 'kept'));
  const resources = Object.values(subject.packaged.manifest.contributes.resources);
  if (subject.packaged.entry === null || !holds(readingRules)) return null;
  if (resources.length === 0 || !holds(planRules)) return 'observe';
  if (!holds(applyRules) || verdicts.some(({ rule, ending }) => whereTried.includes(rule) && ending === 'broken')) return 'plan';
  return resources.every(({ commitClass }) => isOnTrial(commitClass)) && holds(['confirm-undoes']) ? 'confirm' : 'apply';
}

export function conclude(subject: Subject, verdicts: readonly Verdict[]): Conformance {
  const { id, version } = subject.packaged;
  const tried = verdicts.reduce((sum, verdict) => sum + verdict.tried, 0);
  return { plugin: id, version, tier: tierOf(verdicts), level: levelOf(subject, verdicts), tried, verdicts };
}
