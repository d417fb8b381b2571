import type { FenceName } from './fences.ts';
import type { Exchange } from './exchanges.ts';
import type { Phase } from '@jackfield/sdk';

/** Why a process ended. `cause` is what the host ended it for, `crash` what it did itself. */
export interface Ending {
  readonly cause: 'crash' | 'hang' | 'protocol' | 'memory' | 'stopped' | 'refused';
  readonly reason: string;
}

/** A call that was open when a process ended. */
export interface OpenCallFacts {
  readonly number: number;
  readonly phase: Phase;
  readonly name: string;
  readonly device: string;
  readonly site: string;
  readonly elapsedMs: number;
  /** False for one that the process had not begun. */
  readonly begun: boolean;
}

/** What is known of a process that ended: all that a report can be made of. */
export interface Evidence {
  /** Latest first. */
  readonly calls: readonly OpenCallFacts[];
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  /** The last lines it printed, standard output and error apart. */
  readonly output: readonly string[];
  readonly errors: readonly string[];
}

/** A plugin's process that did not end because the host wanted it to. */
export interface PluginCrash extends Evidence {
  readonly plugin: string;
  readonly ending: Ending;
  readonly pid: number | null;
  readonly activation: { readonly reason: string; readonly at: string; readonly readyMs: number } | null;
  /** Milliseconds since it was ready; null when it never was. */
  readonly activeMs: number | null;
  readonly restarts: number;
  readonly fences: readonly FenceName[];
  /** The bundle that ran, to which a stack's lines belong. */
  readonly entry: string;
}
