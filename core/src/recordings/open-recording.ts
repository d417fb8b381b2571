import { readRecording, RecordedDevice, SecretsInRecording } from '@jackfield/sdk/testing';
import { recordingHoldsSecret, recordingInvalid } from './errors.ts';

/** A device that answers from a recording's file. Refused when the file is wrong, or holds what looks like a secret. */
export function openRecording(file: string): RecordedDevice {
  try {
    const { recording, lines } = readRecording(file);
    return new RecordedDevice(recording, { lines });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw (cause instanceof SecretsInRecording ? recordingHoldsSecret : recordingInvalid)(message, { cause, place: { file } });
  }
}
