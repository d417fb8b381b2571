/** Conformance as a suite of vitest: `describeConformance`. */
import { fileURLToPath } from 'node:url';
import type { Plugin } from '@jackfield/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conclude, judge, quickEffort, refuseExemptions, Subject, rules, tiers, type Effort, type Finding, type Tier, type Verdict } from './index.ts';

export type { Effort, Tier } from './rule.ts';

/**
 * Which plugin is held to what.
 *
 * @experimental
 * @since 0.1.0
 */
export interface DescribeConformanceOptions {
  /** The folder of package.json and conformance.yaml: `new URL('..', import.meta.url)` from a file in `src`. */
  readonly directory: URL | string;
  /** The tier that must be reached; rules of higher ones are tried and told, and may be broken. Default `gold`. */
  readonly tier?: Tier;
  /** More, or less, than `jackfield plugin check --quick` makes: a suite runs at every commit. */
  readonly effort?: Partial<Effort>;
}

/** Milliseconds that one rule may take. */
const patienceMs = 300_000;

/**
 * Tries all rules of the quality scale on a plugin, a test for each: on the devices and pushes of its conformance.yaml.
 * Give null for a plugin without code.
 *
 * @experimental
 * @since 0.1.0
 */
export function describeConformance(plugin: Plugin | null, { directory, tier = 'gold', effort = {} }: DescribeConformanceOptions): void {
  const folder = directory instanceof URL ? fileURLToPath(directory) : directory;
  describe('conformance', () => {
    const verdicts: Verdict[] = [];
    let subject: Subject;
    beforeAll(async () => {
      subject = await Subject.load({ directory: folder, ...(plugin === null ? {} : { plugin }) });
      refuseExemptions(subject);
    });
    for (const rule of rules) {
      test(`${rule.tier}: ${rule.title} (${rule.id})`, { timeout: patienceMs }, async ({ annotate }) => {
        const verdict = await judge(subject, rule, { ...quickEffort, ...effort });
        verdicts.push(verdict);
        const isWanted = tiers.indexOf(rule.tier) <= tiers.indexOf(tier);
        if (!isWanted) for (const finding of verdict.findings) await annotate(told(finding), 'notice');
        expect(isWanted ? verdict.findings.map(told) : [], `rule ${rule.id}`).toEqual([]);
      });
    }
    afterAll(() => {
      if (verdicts.length < rules.length) return;
      const { plugin: id, tier: reached, level, tried } = conclude(subject, verdicts);
      process.stdout.write(`${id}: ${reached ?? 'no tier'}, contract level ${level ?? 'none'}, ${tried} attempts\n`);
    });
  });
}

function told({ of, message }: Finding): string {
  return `${of}: ${message}`;
}
