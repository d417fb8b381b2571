import type { MemoryFiles } from '../files/index.ts';

/**
 * A command that came over SSH.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ProgramCall {
  /** Words of the command, quotes undone, without `env NAME=VALUE`. */
  readonly argv: readonly string[];
  /** All that came over standard input: of a script, its text. */
  readonly stdin: string;
  readonly user: string;
  readonly files: MemoryFiles;
}

/**
 * What a simulated program printed and how it ended.
 *
 * @experimental
 * @since 0.1.0
 */
export interface ProgramResult {
  readonly stdout?: string;
  readonly stderr?: string;
  /** Exit status. Default 0. */
  readonly code?: number;
}

/**
 * What a simulated machine does with a command; null when it knows no such program.
 *
 * @experimental
 * @since 0.1.0
 */
export type Programs = (call: ProgramCall) => ProgramResult | null | Promise<ProgramResult | null>;

/**
 * A script that came as `sh -s -- ARGUMENTS` with its text over standard input; null for any other command.
 *
 * @experimental
 * @since 0.1.0
 */
export function scriptOf({ argv, stdin }: ProgramCall): { readonly text: string; readonly args: readonly string[] } | null {
  if (argv[0] !== 'sh' || argv[1] !== '-s') return null;
  return { text: stdin, args: argv[2] === '--' ? argv.slice(3) : argv.slice(2) };
}
