import type { RecordedBytes } from './recording-schema.ts';

const strict = new TextDecoder('utf-8', { fatal: true });
/** Control characters that no text has. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** The bytes as UTF-8 text; null when they are none. */
export function utf8Of(bytes: Uint8Array): string | null {
  try {
    const text = strict.decode(bytes);
    // A byte order mark is swallowed by the decoder.
    return Buffer.from(text).equals(bytes) ? text : null;
  } catch {
    return null;
  }
}

/** Text without control characters: what a person can read and edit. */
export function readableOf(bytes: Uint8Array): string | null {
  const text = utf8Of(bytes);
  return text === null || control.test(text) ? null : text;
}

export function toRecordedBytes(bytes: Uint8Array): RecordedBytes {
  const readable = readableOf(bytes);
  if (readable !== null) return readable;
  const buffer = Buffer.from(bytes);
  const latin1 = buffer.toString('latin1');
  // C1 control codes are as unreadable as the others.
  return control.test(latin1) || /[\u0080-\u009f]/.test(latin1) ? { base64: buffer.toString('base64') } : { latin1 };
}

export function fromRecordedBytes(recorded: RecordedBytes): Buffer {
  if (typeof recorded === 'string') return Buffer.from(recorded);
  return 'latin1' in recorded ? Buffer.from(recorded.latin1, 'latin1') : Buffer.from(recorded.base64, 'base64');
}
