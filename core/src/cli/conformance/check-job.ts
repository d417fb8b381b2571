import { z } from 'zod';
import { errorReportSchema } from '../../control/index.ts';
import { contractLevels, tiers, type Conformance, type Verdict } from '../../conformance/index.ts';
import type { DeprecationUse } from '../../plugins/index.ts';

/** What is to be tried; it crosses to the process that does it. */
export interface CheckJob {
  /** Absolute path of the plugin's folder. */
  readonly directory: string;
  readonly quick: boolean;
  /** These rules only; null for all. */
  readonly rules: readonly string[] | null;
  readonly seed: number | null;
  /** A real device in place of a described one. */
  readonly real: { readonly configuration: string; readonly device: string; readonly as: string | null; readonly write: boolean } | null;
}

/** What was proved, and the deprecated things that the plugin used. */
export type CheckResult = Conformance & { readonly deprecated: readonly DeprecationUse[] };

const count = z.int().nonnegative();
const finding = z.object({ of: z.string(), message: z.string() });
const verdict: z.ZodType<Verdict> = z.object({
  rule: z.string(),
  tier: z.enum(tiers),
  title: z.string(),
  ending: z.enum(['kept', 'broken', 'exempt', 'nothing']),
  tried: count,
  findings: z.array(finding),
  excused: z.array(finding.extend({ reason: z.string() })),
});
const result: z.ZodType<CheckResult> = z.object({
  plugin: z.string(),
  version: z.string(),
  tier: z.enum(tiers).nullable(),
  level: z.enum(contractLevels).nullable(),
  tried: count,
  verdicts: z.array(verdict),
  deprecated: z.array(z.object({ code: z.string(), text: z.string() })),
});

/** What the process says while it tries. The plugin lives in that process, and has its channel too. */
export const checkMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alive') }),
  z.object({ kind: z.literal('rule'), rule: z.string(), done: count, total: count }),
  z.object({ kind: z.literal('verdict'), verdict }),
  z.object({ kind: z.literal('result'), result }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
]);

export type CheckMessage = z.infer<typeof checkMessageSchema>;
