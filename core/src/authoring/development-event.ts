import type { Complaint } from '@jackfield/sdk/build';
import type { Difference } from '../changes/index.ts';
import type { Fence } from '../plugins/index.ts';

/** Operations of one kind that a call asked for. */
export interface OperationCount {
  readonly op: string;
  readonly count: number;
}

/** How one call of the plugin went. */
export interface DevelopmentRun {
  readonly kind: 'run';
  /** Such as `check sensors`. */
  readonly call: string;
  readonly device: string;
  /** `answer` with what it says, an `outcome` that says no, or a `fault` of the plugin. */
  readonly ending: 'answer' | 'outcome' | 'fault';
  /** Of a check; null for all else. */
  readonly state: string | null;
  readonly summary: string;
  readonly elapsedMs: number;
  readonly operations: readonly OperationCount[];
  /** What the host refused, and why. */
  readonly refused: readonly { readonly op: string; readonly why: string }[];
}

/** What happens while a plugin is developed; plain data, a line of `--json` each. */
export type DevelopmentEvent =
  | { readonly kind: 'built'; readonly elapsedMs: number; readonly complaints: readonly Complaint[] }
  /** Saved, and nothing of the package that runs is another one. */
  | { readonly kind: 'unchanged'; readonly files: readonly string[] }
  | { readonly kind: 'activated'; readonly plugin: string; readonly version: string; readonly reason: string; readonly readyMs: number; readonly pid: number | null }
  | { readonly kind: 'fences'; readonly down: readonly Pick<Fence, 'name' | 'why' | 'closes'>[] }
  /** Where a debugger attaches. */
  | { readonly kind: 'inspector'; readonly url: string }
  | { readonly kind: 'log'; readonly level: string; readonly message: string; readonly device: string | null }
  /** The sandbox kept the plugin from something: a connection, a program, a file that is not its own. */
  | { readonly kind: 'denied'; readonly permission: string; readonly resource: string }
  | DevelopmentRun
  /** From the first save to the first result of the new code. */
  | { readonly kind: 'reloaded'; readonly files: readonly string[]; readonly latencyMs: number }
  | { readonly kind: 'pushed'; readonly resource: string; readonly device: string; readonly differences: readonly Difference[]; readonly undone: boolean; readonly problem: string | null }
  | { readonly kind: 'types'; readonly complaints: readonly Complaint[]; readonly elapsedMs: number }
  /** The plugin's process ended, or the package does not load. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly hint: string | null }
  /** All calls were made once; the next come by schedule, by key, or by a save. */
  | { readonly kind: 'idle'; readonly runs: number; readonly faults: number; readonly refused: number };

export type ReportDevelopment = (event: DevelopmentEvent) => void;
