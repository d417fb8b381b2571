import { reportOf } from '../control/index.ts';
import { JackfieldError } from '../errors/index.ts';

/** What `jackfield` ends with; documented in its help. */
export const exitCodes = {
  ok: 0,
  /** A problem was found, or what was asked failed. */
  problem: 1,
  usage: 2,
  notRunning: 3,
  /** The daemon, a permission or the person at the terminal said no. */
  refused: 4,
  /** Ctrl-C in the middle of what was asked, or at a question, or Ctrl-D there; as shells have it. */
  interrupted: 130,
  /** SIGTERM in the middle of what was asked. */
  terminated: 143,
} as const;

/** `jackfield plan --detailed-exitcode`, as users of Terraform know it: 0 nothing to do, 1 an error, 2 there is. */
export const differencesFound = 2;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes] | typeof differencesFound;

const byCode: { readonly [code: string]: ExitCode } = {
  JF0007: exitCodes.refused,
  JF2225: exitCodes.refused,
  JF2253: exitCodes.refused,
  JF6026: exitCodes.refused,
  JF6032: exitCodes.refused,
  JF6033: exitCodes.refused,
  JF6036: exitCodes.refused,
  JF8001: exitCodes.notRunning,
  JF8004: exitCodes.usage,
  JF8012: exitCodes.refused,
  JF8407: exitCodes.refused,
  JF8416: exitCodes.notRunning,
  JF9430: exitCodes.usage,
  JF9551: exitCodes.interrupted,
};

export function exitCodeOf(error: unknown): ExitCode {
  return byCode[error instanceof JackfieldError ? error.code : reportOf(error).code] ?? exitCodes.problem;
}
