import type { ErrorReport } from '../../api/index.ts';
import type { Conformance, Verdict } from '../../conformance/index.ts';
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

/** What the process says while it tries. */
export type CheckMessage =
  | { readonly kind: 'alive' }
  | { readonly kind: 'rule'; readonly rule: string; readonly done: number; readonly total: number }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'result'; readonly result: CheckResult }
  | { readonly kind: 'failed'; readonly error: ErrorReport };
