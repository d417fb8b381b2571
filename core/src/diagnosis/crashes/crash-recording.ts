import { isUtf8 } from 'node:buffer';
import { OutcomeError, outcome } from '@jackfield/sdk';
import { changeExchange, exchangeOf, failedExchange, recordingSchema, recordingText, redactRecording, type Exchange } from '@jackfield/sdk/testing';
import type { CrashExchange } from '../../plugins/index.ts';
import { isRecordable } from '../../recordings/index.ts';
import type { Redactor } from '../redaction/index.ts';
import type { CrashFacts } from './make-report.ts';

/** `check ports` of `check ports on core-1`, and the device. */
function partsOf(call: string): readonly [during: string, device: string] {
  const at = call.lastIndexOf(' on ');
  return [call.slice(0, at), call.slice(at + ' on '.length)];
}

type RecordedBytes = string | { readonly latin1: string } | { readonly base64: string };

/** In bytes that are no text nothing can be found: they are left out. */
function withoutBytes(exchange: Exchange): Exchange {
  const isText = (bytes: RecordedBytes): boolean => typeof bytes === 'string' || 'latin1' in bytes || isUtf8(Buffer.from(bytes.base64, 'base64'));
  if (exchange.ask === 'ssh.readFile' && exchange.answer && !isText(exchange.answer.content)) return { ...exchange, answer: { ...exchange.answer, content: '' } };
  if (exchange.ask === 'tcp.exchange' && exchange.answer !== undefined && !isText(exchange.answer)) return { ...exchange, answer: '' };
  return exchange;
}

/** Those that can be replayed, with what is known to be secret `clear`ed. */
function recorded({ operation, answer, error, outcome: kind, call }: CrashExchange, clear: (text: string) => string): Exchange[] {
  if (operation === null || !isRecordable(operation)) return [];
  const [during] = partsOf(call);
  try {
    if (answer !== null) return [changeExchange(withoutBytes(exchangeOf(operation, JSON.parse(answer), during)), { text: clear, oid: clear })];
    const failure = kind === null ? null : outcome(kind, error ?? '');
    return failure instanceof OutcomeError ? [changeExchange(failedExchange(operation, failure, during), { text: clear, oid: clear })] : [];
  } catch {
    // An answer of another shape than the operation promises: it cannot be replayed.
    return [];
  }
}

/** The exchanges of the device that the plugin was called for, as the text of a recording; null when there is nothing to replay. */
export function crashRecording({ crash: { exchanges, calls, plugin, version }, at }: CrashFacts, redactor: Redactor): string | null {
  const device = calls[0]?.device ?? partsOf(exchanges.at(-1)?.call ?? '')[1];
  const known = redactor.numbered();
  const secrets = new Set<string>();
  const clear = (text: string): string =>
    known.replace(text, (written, placeholder) => {
      secrets.add(placeholder);
      return written;
    });
  const replayable = exchanges.filter(({ call }) => partsOf(call)[1] === device).flatMap((exchange) => recorded(exchange, clear));
  if (replayable.length === 0) return null;
  const recording = recordingSchema.parse({
    recording: 1, recordedAt: at, device: { name: device }, plugins: [{ id: plugin, version }], redacted: { secrets: secrets.size }, exchanges: replayable,
  });
  return recordingText(redactRecording(recording, {}));
}
