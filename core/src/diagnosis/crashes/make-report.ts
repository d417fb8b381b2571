import type { CrashOfVersion, SourceNames } from '../../plugins/index.ts';
import { sourceLine } from '../../plugins/index.ts';
import { redactedExchange, type Redactor } from '../redaction/index.ts';
import type { CrashReport } from './crash-report.ts';

/** A crash with what the host knows of the plugin besides. */
export interface CrashFacts {
  readonly crash: CrashOfVersion;
  readonly id: string;
  readonly at: string;
  readonly versions: CrashReport['versions'];
}

const isStackLine = (line: string): boolean => /^\s+at /.test(line);

/** The last stack in what a process printed, with the line before it, which says what happened. */
function lastStack(lines: readonly string[]): readonly string[] | null {
  const end = lines.findLastIndex(isStackLine);
  if (end < 0) return null;
  const start = lines.slice(0, end).findLastIndex((line) => !isStackLine(line));
  return lines.slice(Math.max(0, start), end + 1);
}

/** Makes the report: secrets taken out, places by the plugin's sources. */
export function makeReport({ crash, id, at, versions }: CrashFacts, names: SourceNames, redactor: Redactor, unread: readonly string[], recording: string | null): CrashReport {
  const { ending, calls, exchanges, output, errors, activation, activeMs, restarts, fences, plugin, version } = crash;
  const shown = (line: string): string => redactor.text(sourceLine(line, names));
  const [open] = calls;
  // Those of the call that was open tell why; without one the last of all may.
  const own = exchanges.filter(({ callNumber }) => callNumber === open?.number);
  const last = exchanges.at(-1);
  const op = typeof last?.request === 'object' && last.request !== null && 'op' in last.request ? String(last.request.op) : 'an operation too large to be kept';
  return {
    format: 1, id, at, plugin, version,
    ending: { cause: ending.cause === 'stopped' ? 'crash' : ending.cause, reason: redactor.text(ending.reason) },
    calls: [...calls],
    lastOperation: last === undefined ? null : { op, call: last.call, answered: last.answer !== null || last.length !== null || last.error !== null },
    exchanges: (own.length > 0 ? own : exchanges).map((one) => asJson(redactedExchange(one, redactor))),
    recording,
    stack: lastStack(errors)?.map(shown) ?? null,
    output: [...output, ...errors].map(shown),
    activation, activeMs, restarts, fences: [...fences], versions, unread: [...unread],
  };
}

/** What crossed the channel was JSON; only its type has forgotten that. */
function asJson({ callNumber, call, agoMs, request: asked, answer, length, error, outcome }: ReturnType<typeof redactedExchange>): CrashReport['exchanges'][number] {
  const request: CrashReport['exchanges'][number]['request'] = JSON.parse(JSON.stringify(asked ?? null));
  return { callNumber, call, agoMs, request, answer, length, error, outcome };
}
