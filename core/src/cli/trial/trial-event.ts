import { z } from 'zod';
import { errorReportSchema, type ErrorReport } from '../../api/index.ts';
import { contractLevels, tiers, type Conformance, type Verdict } from '../../conformance/index.ts';
import type { DeprecationUse } from '../../plugins/index.ts';

/** What is proved of the plugin, and what it uses that is deprecated. */
export interface TrialResult extends Conformance {
  readonly deprecated: readonly DeprecationUse[];
}

/** What the process of a trial tells the command that started it, a line of JSON each. `beat`: it lives, and its thread comes round. */
export type TrialEvent =
  | { readonly kind: 'beat' }
  | { readonly kind: 'trying'; readonly rule: string }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'concluded'; readonly result: TrialResult }
  | { readonly kind: 'failed'; readonly report: ErrorReport };

const finding = z.object({ of: z.string(), message: z.string() });

const verdict = z.object({
  rule: z.string(), tier: z.enum(tiers), title: z.string(), ending: z.enum(['kept', 'broken', 'exempt', 'nothing']), tried: z.number(),
  findings: z.array(finding), excused: z.array(finding.extend({ reason: z.string() })),
});

const result = z.object({
  plugin: z.string(), version: z.string(), tier: z.enum(tiers).nullable(), level: z.enum(contractLevels).nullable(), tried: z.number(), verdicts: z.array(verdict),
  deprecated: z.array(z.object({ code: z.string(), text: z.string() })),
});

export const trialEventSchema: z.ZodType<TrialEvent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('beat') }),
  z.object({ kind: z.literal('trying'), rule: z.string() }),
  z.object({ kind: z.literal('verdict'), verdict }),
  z.object({ kind: z.literal('concluded'), result }),
  z.object({ kind: z.literal('failed'), report: errorReportSchema }),
]);

/** What is tried; crosses to the process of the trial as JSON. */
export const trialTaskSchema = z.object({
  directory: z.string(),
  /** Folder of its temporary files, its own. */
  scratch: z.string(),
  rules: z.array(z.string()),
  effort: z.object({ mutations: z.number(), repetitions: z.number(), seed: z.number() }),
  real: z.object({ configuration: z.string(), name: z.string(), write: z.boolean(), as: z.string().nullable() }).nullable(),
});

export type TrialTask = z.infer<typeof trialTaskSchema>;

/** Milliseconds from one sign of life to the next. */
export const beatMs = 1_000;
