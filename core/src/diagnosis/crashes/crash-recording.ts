import { OutcomeError, outcome } from '@jackfield/sdk';
import { exchangeOf, failedExchange, recordingSchema, recordingText, redactRecording, type Exchange } from '@jackfield/sdk/testing';
import type { CrashExchange } from '../../plugins/index.ts';
import { isRecordable } from '../../recordings/index.ts';
import { redactedExchange, type Redactor } from '../redaction/index.ts';
import type { CrashFacts } from './make-report.ts';

/** `check ports` of `check ports on core-1`, and the device. */
function partsOf(call: string): readonly [during: string, device: string] {
  const at = call.lastIndexOf(' on ');
  return [call.slice(0, at), call.slice(at + ' on '.length)];
}

function recorded(exchange: CrashExchange, redactor: Redactor): Exchange[] {
  const { operation } = exchange;
  if (operation === null || !isRecordable(operation)) return [];
  const { answer, error, outcome: kind } = redactedExchange(exchange, redactor);
  const [during] = partsOf(exchange.call);
  try {
    if (answer !== null) return [exchangeOf(operation, JSON.parse(answer), during)];
    const failure = kind === null ? null : outcome(kind, error ?? '');
    return failure instanceof OutcomeError ? [failedExchange(operation, failure, during)] : [];
  } catch {
    // An answer of another shape than the operation promises, or one that nothing was left of: it cannot be replayed.
    return [];
  }
}

/** The exchanges of the device that the plugin was called for, as the text of a recording; null when there is nothing to replay. */
export function crashRecording({ crash: { exchanges, calls, plugin, version }, at }: CrashFacts, redactor: Redactor): string | null {
  const device = calls[0]?.device ?? partsOf(exchanges.at(-1)?.call ?? '')[1];
  const replayable = exchanges.filter(({ call }) => partsOf(call)[1] === device).flatMap((exchange) => recorded(exchange, redactor));
  if (replayable.length === 0) return null;
  const recording = recordingSchema.parse({ recording: 1, recordedAt: at, device: { name: device }, plugins: [{ id: plugin, version }], exchanges: replayable });
  return recordingText(redactRecording(recording, {}));
}
